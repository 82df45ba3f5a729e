// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import { riskPolicy } from './fixtures/risk-policy.ts';
import { rateAccess as givenRateAccess, worse } from './rate-access.ts';

const rateAccess = (...args: Parameters<typeof givenRateAccess>) => inEnglish(givenRateAccess(...args));

const web = 'bulkhead_c_web_t';

function rate(target: string, access: string, source = web): string {
  const [className = '', ...permissions] = access.split(' ');
  const { level, gain } = rateAccess(riskPolicy, { source, target, class: className, permissions });
  return `${level}: ${gain}`;
}

it.each([
  [web, 'cap_userns sys_admin chown', 'medium: gets a capability within its own user namespace: sys_admin, chown'],
  [web, 'capability chown', 'medium: gets a capability towards the host: chown'],
  [web, 'capability2 wake_alarm', 'medium: gets a capability towards the host: wake_alarm'],
  [web, 'cap2_userns bpf', 'medium: gets a capability within its own user namespace: bpf'],
  [
    web,
    'process signal execmem',
    'medium: could run what it wrote itself, or change its own context (signal, execmem)',
  ],
  [web, 'process signal', 'low: accesses only what is its own'],
  [web, 'file execmem', 'low: accesses only what is its own'],
  ['bulkhead_c_web_file_t', 'file write', 'low: accesses only what is its own'],
  [
    web,
    'packet_socket create',
    'unknown: could use packet_socket (create); the policy does not say what the kernel does with it',
  ],
  ['http_port_t', 'tcp_socket name_bind', 'low: could listen in its own network on every port that is http_port_t'],
  [
    'http_port_t',
    'tcp_socket name_bind name_connect',
    'medium: gets name_bind, name_connect on tcp_socket objects of type http_port_t',
  ],
  ['plain_t', 'file read write', 'medium: gets write on file objects of type plain_t'],
  [
    'plain_t',
    'file read open',
    'unknown: could look at what is plain_t, and not change it; the policy does not say what that holds',
  ],
  ['locale_t', 'file read open getattr', 'low: could look at what every process of the host may look at (locale_t)'],
  [
    'locale_t',
    'file read ioctl',
    'unknown: could look at what is locale_t, and not change it; the policy does not say what that holds',
  ],
])('%s:%s is rated', (target, access, rating) => {
  expect(rate(target, access)).toBe(rating);
});

it('rates what reading gives away, whether or not it may be changed as well', () => {
  expect(rate('system_map_t', 'file read write')).toContain('high: could read kernel symbol addresses');
  expect(rate('net_conf_t', 'file read')).toContain(
    "medium: could read the host's names and name servers (net_conf_t)",
  );
  expect(rate('net_conf_t', 'file read write')).toBe('medium: gets write on file objects of type net_conf_t');
  for (const permission of ['getattr', 'search', 'open', 'lock'])
    expect(rate('net_conf_t', `file ${permission}`)).toContain('unknown: could look at what is net_conf_t');
});

it('rates a process of the host by what it reaches', () => {
  expect(rate('http_port_t', 'tcp_socket name_bind', 'squid_t')).toContain('medium: gets name_bind');
  expect(rate('bulkhead_file_t', 'file write', 'squid_t')).toContain('medium: gets write');
  expect(rate('squid_t', 'file write', 'squid_t')).toBe('low: accesses only what is its own');
});

it('orders levels', () => {
  const levels = ['low', 'unknown', 'medium', 'high'] as const;
  const pairs = levels.flatMap((one) => levels.map((other) => worse(one, other)));
  expect(pairs).toEqual([
    ...[false, false, false, false],
    ...[true, false, false, false],
    ...[true, true, false, false],
    ...[true, true, true, false],
  ]);
});
