// SPDX-License-Identifier: Apache-2.0
import { expect, it, test } from 'vitest';
import { inEnglish } from '../contract/fixtures/in-english.ts';
import type { Risk } from '../contract/model/denials/explanation.ts';
import { beyondBase } from './base-grants.ts';
import { accessOf } from './fixtures/small-policy.ts';
import { riskPolicy } from './fixtures/risk-policy.ts';
import { riskOf } from './risk.ts';

/** Gives the risk of allowing one access, written the short way. */
function riskIn(text: string): Risk {
  const { source, target, class: className, permissions } = accessOf(text);
  return inEnglish(
    riskOf(riskPolicy, {
      opens: [{ source: source.type, target: target.type, class: className, permissions: [...permissions] }],
      subject: source.type,
    }),
  );
}

it.each([
  [
    'system_map_t',
    'high',
    'could read kernel symbol addresses (system_map_t); they help to attack the kernel, which all containers share',
  ],
  ['proc_kcore_t', 'high', 'the memory of the kernel'],
  ['proc_kmsg_t', 'high', "the kernel's log"],
  ['debugfs_t', 'high', 'the internals of the kernel'],
  ['tracefs_t', 'high', 'what every program of the host does'],
  ['security_t', 'high', 'the policy of the system'],
  ['dnssec_key_t', 'high', 'keys or passwords'],
  ['user_home_t', 'high', "files of the host's users"],
  ['sysctl_kernel_t', 'medium', 'settings of the kernel'],
  ['net_conf_t', 'medium', "the host's names and name servers"],
  ['app_log_t', 'medium', "logs of the host's services"],
  ['daemon_log_t', 'medium', "logs of the host's services"],
])('reading %s is rated %s, and it says what is learned (window 1)', (type, level, words) => {
  expect(riskIn(`bulkhead_c_web_t:s0 ${type}:s0:file read`)).toEqual({
    level,
    reason: expect.stringContaining(words) as string,
  });
});

test('what the policy does not tell is unknown, never low (window 1)', () => {
  for (const access of [
    'plain_t:s0:file read',
    'passwd_exec_t:s0:file read',
    'bulkhead_c_web_t:s0:netlink_connector_socket create',
  ]) {
    expect(riskIn(`bulkhead_c_web_t:s0 ${access}`), access).toMatchObject({ level: 'unknown' });
  }
});

test('only what is known to be harmless is low (window 1)', () => {
  const levels = [
    'bulkhead_c_web_file_t:s0:file read write',
    'bulkhead_c_web_t:s0:process signal',
    'http_cache_port_t:s0:tcp_socket name_bind',
    'locale_t:s0:file read',
    'bulkhead_c_web_t:s0:netlink_fib_lookup_socket create',
  ].map((access) => riskIn(`bulkhead_c_web_t:s0 ${access}`).level);
  expect(levels).toEqual(['low', 'low', 'low', 'low', 'low']);
});

it.each([
  ['bulkhead_c_web_t:s0:alg_socket create', 'high'],
  ['bulkhead_c_db_file_t:s0:file read', 'high'],
  ['bulkhead_file_t:s0:file read', 'high'],
  ['bulkhead_c_web_t:s0:process execmem', 'medium'],
  ['bulkhead_c_web_t:s0:cap_userns sys_admin', 'medium'],
  ['plain_t:s0:file read write', 'medium'],
])('%s is rated %s', (access, level) => {
  expect(riskIn(`bulkhead_c_web_t:s0 ${access}`).level).toBe(level);
});

test('a rule for an attribute is rated as the worst of its types', () => {
  const opens = [{ source: 'bulkhead_c_web_t', target: 'file_type', class: 'file', permissions: ['read'] }];
  expect(riskOf(riskPolicy, { opens, subject: 'bulkhead_c_web_t' }).level).toBe('high');
});

test('what every domain has anyway is not new to a fresh module (window 1)', () => {
  const added = [
    { source: 'bulkhead_c_web_t', target: 'security_t', class: 'dir', permissions: ['getattr', 'search'] },
    { source: 'bulkhead_c_web_t', target: 'http_port_t', class: 'tcp_socket', permissions: ['name_bind'] },
  ];
  const of = (opens: typeof added) => riskOf(riskPolicy, { opens, subject: 'bulkhead_c_web_t' }).level;
  expect([of(added), of([...beyondBase(riskPolicy, added)])]).toEqual(['high', 'low']);
  expect(
    beyondBase(riskPolicy, [
      { source: 'bulkhead_c_web_t', target: 'security_t', class: 'dir', permissions: ['search', 'read'] },
    ]),
  ).toEqual([{ source: 'bulkhead_c_web_t', target: 'security_t', class: 'dir', permissions: ['read'] }]);
});
