// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import { explain as givenExplain } from './explain.ts';
import { accessOf, contextOf, smallPolicy } from './fixtures/small-policy.ts';
import { noFacts } from './reason.ts';

const explain = (...args: Parameters<typeof givenExplain>) => inEnglish(givenExplain(...args));

const alone = { isContainer: true, isOwnDomain: true, sharers: [], others: [] };
const remediesOf = (access: string, { facts = {}, remedyFacts = {} } = {}) =>
  explain(smallPolicy, {
    access: accessOf(access),
    facts: { ...noFacts, ...facts },
    remedyFacts: { ...alone, ...remedyFacts },
  }).remedies;

test('isolation is left as it is', () => {
  const remedies = remediesOf('web_t:s0:c1 content_t:s0:c2:file read', { facts: { otherContainer: 'db' } });
  expect(remedies.map(({ kind, change, cannotApply }) => [kind, change, cannotApply !== null])).toEqual([
    ['leave', [], true],
    ['share-volume', [], true],
  ]);
});

test('the narrowest comes first, and each says what it opens', () => {
  expect(
    remediesOf('web_t:s0 db_port_t:s0:tcp_socket name_connect', { remedyFacts: { others: ['mail'] } }).map(
      ({ id, change, opensCount, touches }) => ({ id, change, opensCount, touches }),
    ),
  ).toEqual([
    { id: 'own-rule', change: ['(allow web_t db_port_t (tcp_socket (name_connect)))'], opensCount: 1, touches: [] },
    { id: 'boolean:web_connect_any', change: ['setsebool -P web_connect_any on'], opensCount: 1, touches: ['mail'] },
    { id: 'boolean:web_connect_db', change: ['setsebool -P web_connect_db on'], opensCount: 1, touches: ['mail'] },
    { id: 'boolean:web_off', change: ['setsebool -P web_off off'], opensCount: 2, touches: ['mail'] },
  ]);
});

test('a boolean is named with the value that it gets, and no other remedy sets one', () => {
  const sets = remediesOf('web_t:s0 db_port_t:s0:tcp_socket name_connect').map((remedy) => remedy.sets);
  expect(sets).toEqual([
    undefined,
    { name: 'web_connect_any', isOn: true },
    { name: 'web_connect_db', isOn: true },
    { name: 'web_off', isOn: false },
  ]);
});

test('a relabel opens what others may do with the new type', () => {
  const relabel = remediesOf('web_t:s0 other_content_t:s0:file read', {
    facts: { path: '/srv/x', expectedType: 'content_t' },
  }).find(({ kind }) => kind === 'relabel');
  expect(relabel).toMatchObject({
    kind: 'relabel',
    change: ['restorecon -v -- /srv/x'],
    opens: [{ source: 'web_t', target: 'content_t', class: 'file', permissions: ['read', 'write', 'open', 'getattr'] }],
  });
});

test('what was moved onto a volume gets its label, and no rule', () => {
  const of = (target: string) =>
    remediesOf(`web_t:s0:c1,c2 ${target} ${target.endsWith(':dir') ? 'search' : 'read'}`, {
      facts: {
        misplaced: { ...misplaced, actual: contextOf(`system_u:object_r:${target.slice(0, target.lastIndexOf(':'))}`) },
      },
    });
  const misplaced = {
    volume: '/srv/pages',
    path: '/srv/pages/x',
    expected: contextOf('system_u:object_r:content_t:s0:c1,c2'),
    users: ['mail'],
  };
  const label = { id: 'volume-label', risk: { level: 'low' }, touches: ['mail'], cannotApply: null };
  expect(of('etc_t:s0:file')).toEqual([
    expect.objectContaining({
      ...label,
      risk: expect.objectContaining(label.risk) as unknown,
      change: ['chcon system_u:object_r:content_t:s0:c1,c2 -- /srv/pages/x'],
      opens: [
        { source: 'web_t', target: 'content_t', class: 'file', permissions: ['read', 'write', 'open', 'getattr'] },
      ],
    }),
  ]);
  expect(of('etc_t:s0:dir')).toMatchObject([
    { ...label, change: ['chcon -R system_u:object_r:content_t:s0:c1,c2 -- /srv/pages/x'], opensCount: 2 },
  ]);
  expect(of('shadow_t:s0:file')).toMatchObject([
    { risk: { level: 'high' }, cannotApply: expect.stringContaining('too dangerous') as string },
  ]);
  expect(of('content_t:s0:c3,c4:file')).toMatchObject([
    { opensCount: 1, cannotApply: expect.stringContaining("another container's files") as string },
  ]);
});

test('secrets and the kernel have no one-click allow', () => {
  for (const access of ['web_t:s0 shadow_t:s0:file read', 'web_t:s0 web_t:s0:capability sys_module']) {
    const rule = remediesOf(access).find(({ kind }) => kind === 'own-rule');
    expect(rule).toMatchObject({
      risk: { level: 'high' },
      cannotApply: expect.stringContaining('too dangerous') as string,
    });
  }
});

test('neither have a boolean that opens them, nor a label that gives a secret away', () => {
  const label = remediesOf('web_t:s0 shadow_t:s0:file read', {
    facts: { path: '/srv/x', expectedType: 'content_t' },
  }).find(({ kind }) => kind === 'relabel');
  expect(label).toMatchObject({
    risk: { level: 'high' },
    cannotApply: expect.stringContaining('too dangerous') as string,
  });
});

test('a rule for a shared domain is not applied by one click, one for an own domain is', () => {
  const ruleOf = (remedyFacts: object) =>
    remediesOf('web_t:s0 etc_t:s0:file read', { remedyFacts }).find(({ kind }) => kind === 'own-rule');
  expect(ruleOf({ isOwnDomain: false, sharers: ['mail'] })).toMatchObject({
    reach: 'containers',
    touches: ['mail'],
    cannotApply: expect.stringContaining('its own domain first') as string,
    needs: null,
  });
  expect(ruleOf({})).toMatchObject({ reach: 'container', cannotApply: null, needs: null, risk: { level: 'unknown' } });
});

test('nothing is proposed for domains of the host', () => {
  expect(
    remediesOf('web_t:s0 etc_t:s0:file read', { remedyFacts: { isContainer: false } }).map(({ kind }) => kind),
  ).toEqual(['leave']);
});

test('the reason of a risk tells the most of all that is opened', () => {
  const reasonOf = (access: string, facts = {}) =>
    remediesOf(access, { facts })
      .map(({ risk }) => risk.reason)
      .at(-1);
  expect(reasonOf('web_t:s0 web_t:s0:process transition')).toBe('The container accesses only what is its own.');
  expect(reasonOf('web_t:s0 etc_t:s0:file read')).toBe(
    'The container could look at what is etc_t, and not change it; the policy does not say what that holds.',
  );
  expect(reasonOf('web_t:s0 etc_t:s0:file read write')).toBe('The container gets write on file objects of type etc_t.');
  expect(reasonOf('web_t:s0 web_t:s0:capability chown')).toBe(
    'The container gets a capability towards the host: chown.',
  );
});
