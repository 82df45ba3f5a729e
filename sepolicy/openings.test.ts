// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import { beyondBase } from './base-grants.ts';
import { closedByBoolean, grantedTo, openedByBoolean, openedByRelabel } from './openings.ts';
import { readPolicy } from './read-policy.ts';
import {
  riskOf as givenRiskOf,
  riskOfRelabel as givenRiskOfRelabel,
  tooDangerous as givenTooDangerous,
  type Change,
} from './risk.ts';
import { riskPolicy } from './fixtures/risk-policy.ts';

const tooDangerous = (...args: Parameters<typeof givenTooDangerous>) => inEnglish(givenTooDangerous(...args));

const riskOfRelabel = (...args: Parameters<typeof givenRiskOfRelabel>) => inEnglish(givenRiskOfRelabel(...args));

const riskOf = (...args: Parameters<typeof givenRiskOf>) => inEnglish(givenRiskOf(...args));

const policy = readPolicy(
  `(boolean on true)(boolean off false)(typeattributeset group (a_t b_t))(typeattributeset targets (x_t y_t))
   (allow group targets (file (read)))(allow a_t x_t (file (read write)))(allow a_t self (file (open)))
   (allow group self (file (lock)))(dontaudit a_t x_t (file (append)))(allow a_t x_t (dir (search)))
   (booleanif off (true (allow a_t y_t (file (append)))(dontaudit a_t y_t (file (map)))(allow a_t self (file (map))))
                  (false (allow b_t y_t (file (ioctl)))))
   (booleanif on (true (allow b_t x_t (file (getattr)))) (false (allow b_t x_t (file (unlink)))))`,
);
const opening = (source: string, target: string, ...permissions: readonly string[]) => ({
  source,
  target,
  class: 'file',
  permissions: [...permissions],
});

it('by a boolean are the rules that hold then and do not hold now, and the other way round', () => {
  expect(openedByBoolean(policy, 'off', true)).toEqual([opening('a_t', 'y_t', 'append'), opening('a_t', 'a_t', 'map')]);
  expect(closedByBoolean(policy, 'off', true)).toEqual([opening('b_t', 'y_t', 'ioctl')]);
  expect(openedByBoolean(policy, 'on', false)).toEqual([opening('b_t', 'x_t', 'unlink')]);
  expect(closedByBoolean(policy, 'on', false)).toEqual([opening('b_t', 'x_t', 'getattr')]);
  for (const [name, value] of [
    ['on', true],
    ['off', false],
  ] as const)
    expect([...openedByBoolean(policy, name, value), ...closedByBoolean(policy, name, value)]).toEqual([]);
});

it('are by source what active rules grant on a target', () => {
  const granted = (target: string): object =>
    Object.fromEntries([...grantedTo(policy, target, 'file')].map(([source, having]) => [source, [...having]]));
  expect(granted('x_t')).toEqual({ a_t: ['read', 'write'], b_t: ['read', 'getattr'] });
  expect(granted('y_t')).toEqual({ a_t: ['read'], b_t: ['read', 'ioctl'] });
  expect(granted('a_t')).toEqual({ a_t: ['open', 'lock'] });
  expect(granted('b_t')).toEqual({ b_t: ['lock'] });
  expect([...grantedTo(policy, 'x_t', 'sock_file')]).toEqual([]);
});

it('by another label are what each gains that it does not have now', () => {
  expect(openedByRelabel(policy, { from: 'y_t', to: 'x_t', class: 'file' })).toEqual([
    opening('a_t', 'x_t', 'write'),
    opening('b_t', 'x_t', 'getattr'),
  ]);
  expect(openedByRelabel(policy, { from: 'x_t', to: 'x_t', class: 'file' })).toEqual([]);
});

it('of a fresh module are without what the shared domain has by the same attributes', () => {
  const base = readPolicy(
    `(boolean off false)(type bulkhead_t)(type own_t)(typeattributeset all (bulkhead_t own_t))(typeattributeset only (own_t))
     (typeattributeset things (x_t))(allow all x_t (file (read)))(allow all things (file (getattr)))(allow all self (file (open)))
     (allow only x_t (file (write)))(allow bulkhead_t x_t (file (append)))(allow bulkhead_t self (file (lock)))
     (dontaudit all x_t (file (map)))(booleanif off (true (allow all x_t (file (ioctl)))))`,
  );
  const beyond = (target: string, ...permissions: readonly string[]): readonly string[] =>
    beyondBase(base, [opening('own_t', target, ...permissions)]).flatMap((one) => one.permissions);
  expect(beyond('x_t', 'read', 'getattr', 'write', 'append', 'map', 'ioctl')).toEqual([
    ...['write', 'append', 'map', 'ioctl'],
  ]);
  expect(beyond('own_t', 'open', 'lock', 'read')).toEqual(['read']);
  expect(beyond('y_t', 'read', 'open')).toEqual(['read', 'open']);
  expect(beyondBase(base, [opening('own_t', 'x_t', 'read')])).toEqual([]);
});

const web = 'bulkhead_c_web_t';
const risk = (change: Partial<Change>) => riskOf(riskPolicy, { opens: [], subject: web, ...change });

it('are rated by the worst of them, and said of the denied process first', () => {
  expect(risk({})).toEqual({ level: 'low', reason: 'It opens nothing that was closed.' });
  expect(risk({ opens: [opening(web, 'plain_t', 'write'), opening(web, 'plain_t', 'read')] })).toEqual({
    level: 'medium',
    reason: 'The container gets write on file objects of type plain_t.',
  });
  expect(risk({ opens: [opening('domain', 'plain_t', 'read')], subject: 'bulkhead_t' })).toMatchObject({
    level: 'unknown',
    reason: expect.stringMatching(/^Every container in the shared domain could look/) as string,
  });
  expect(risk({ opens: [opening('squid_t', 'plain_t', 'write')], subject: 'squid_t' }).reason).toBe(
    'squid_t gets write on file objects of type plain_t.',
  );
});

it('name others with how many there are, and those who lose', () => {
  const others = [opening('squid_t', 'plain_t', 'read'), opening('named_t', 'plain_t', 'write', 'a', 'b', 'c', 'd')];
  expect(risk({ opens: others })).toEqual({
    level: 'medium',
    reason: '2 further accesses for others on the host, among them write, a, b, c for named_t.',
  });
  expect(risk({ opens: others.slice(0, 1) }).reason).toBe(
    'One further access for others on the host, among them read for squid_t.',
  );
  const loses = [opening('squid_t', 'plain_t', 'a', 'b', 'c', 'd', 'e'), opening('squid_t', 'x_t', 'a')];
  expect(risk({ loses })).toEqual({
    level: 'medium',
    reason: 'squid_t could use it until now (a, b, c, d) and cannot after.',
  });
  expect(risk({ loses: [...loses, opening('named_t', 'x_t', 'a')] }).reason).toContain(
    '2 domains, among them squid_t, could use it until now',
  );
});

it('of one level begin with the class that was denied, then with the most permissions', () => {
  const opens = [
    opening(web, 'plain_t', 'write'),
    { ...opening(web, 'plain_t', 'write'), class: 'dir' },
    opening(web, 'plain_t', 'write', 'append'),
  ];
  expect(risk({ opens }).reason).toContain('gets write, append on file');
  expect(risk({ opens, class: 'dir' }).reason).toContain('gets write on dir');
  expect(risk({ opens: opens.toReversed() }).reason).toContain('gets write, append on file');
});

it('of one object name it, unless its type is grave', () => {
  expect(risk({ opens: [opening(web, 'plain_t', 'write')], object: '/srv/x' }).reason).toBe(
    'The container gets write on /srv/x.',
  );
  expect(risk({ opens: [opening(web, 'debugfs_t', 'read')], object: '/srv/x' }).reason).toContain(
    'the internals of the kernel',
  );
});

it('by another label are high where either label is secret', () => {
  const relabel = (actual: string, expected: string) =>
    riskOfRelabel(riskPolicy, { opens: [], subject: web, actual, expected });
  const secret = { level: 'high', reason: 'security_t holds secrets or the policy of the system.' };
  expect([relabel('security_t', 'plain_t'), relabel('plain_t', 'security_t')]).toEqual([secret, secret]);
  expect(relabel('plain_t', 'locale_t').level).toBe('low');
});

it('have one click only below a high risk', () => {
  const levels = (['low', 'unknown', 'medium', 'high'] as const).map((level) => tooDangerous({ level, reason: '' }));
  expect(levels.map((words) => words === null)).toEqual([true, true, true, false]);
});
