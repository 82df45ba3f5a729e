// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { accessOf, contextOf, smallPolicy } from './fixtures/small-policy.ts';
import { noFacts, reasonFor } from './reason.ts';

const reasonOf = (access: string, facts = {}) =>
  reasonFor(smallPolicy, accessOf(access), { ...noFacts, ...facts }).reason;

test('another container has categories that the process lacks', () => {
  expect(reasonOf('web_t:s0:c1,c2 content_t:s0:c3,c4:file read open', { otherContainer: 'db' })).toEqual({
    kind: 'other-categories',
    held: ['c1', 'c2'],
    needed: ['c3', 'c4'],
    otherContainer: 'db',
  });
});

test('a type of another container isolates too, whatever boolean there is', () => {
  expect(reasonOf('bulkhead_c_a_t:s0:c1,c2 bulkhead_c_b_file_t:s0:c3,c4:file read')).toEqual({
    kind: 'other-container',
    type: 'bulkhead_c_b_file_t',
    otherContainer: 'b',
  });
  expect(reasonOf('bulkhead_c_a_t:s0:c1,c2 content_t:s0:c3,c4:file write', { otherContainer: 'db' })).toEqual({
    kind: 'other-container',
    type: 'content_t',
    otherContainer: 'db',
  });
  expect(reasonOf('web_t:s0:c1,c2 bulkhead_c_b_file_t:s0:c3,c4:file read')).toMatchObject({
    kind: 'other-container',
    otherContainer: 'b',
  });
  expect(reasonOf('bulkhead_c_a_t:s0:c1 bulkhead_tmpfs_t:s0:c1:dir search', { otherContainer: 'db' })).toEqual({
    kind: 'other-container',
    type: 'bulkhead_tmpfs_t',
    otherContainer: 'db',
  });
  for (const access of [
    'bulkhead_c_a_t:s0:c1 bulkhead_c_a_file_t:s0:c1:dir search',
    'init_t:s0 bulkhead_c_b_file_t:s0:file read',
  ])
    expect(reasonOf(access), access).toEqual({ kind: 'no-rule' });
});

test('a permission that no constraint watches is allowed whatever the categories', () => {
  expect(reasonOf('web_t:s0:c1,c2 content_t:s0:c3,c4:file getattr')).toEqual({ kind: 'allowed-now' });
});

test('without a rule the categories do not matter', () => {
  expect(reasonOf('web_t:s0:c1,c2 other_content_t:s0:c3,c4:file read')).toEqual({ kind: 'no-rule' });
});

test('a file with the wrong label', () => {
  const facts = { path: '/srv/x', expectedType: 'content_t' };
  expect(reasonOf('web_t:s0:c1,c2 etc_t:s0:file read', facts)).toEqual({
    kind: 'wrong-label',
    path: '/srv/x',
    actual: 'etc_t',
    expected: 'content_t',
    volume: null,
  });
});

test('a file that was moved onto a volume, whatever its label would say otherwise', () => {
  const expected = contextOf('system_u:object_r:content_t:s0:c1,c2');
  const misplaced = (actual: string) => ({
    volume: '/srv/pages',
    path: '/srv/pages/x',
    actual: contextOf(actual),
    expected,
    users: [],
  });
  const wrong = (actual: string) => ({
    kind: 'wrong-label',
    path: '/srv/pages/x',
    actual: `system_u:system_r:${actual}`,
    expected: 'system_u:object_r:content_t:s0:c1,c2',
    volume: '/srv/pages',
  });
  for (const actual of ['etc_t:s0', 'content_t:s0:c3,c4', 'bulkhead_c_b_file_t:s0:c3,c4'])
    expect(
      reasonOf(`web_t:s0:c1,c2 ${actual}:file read`, { misplaced: misplaced(actual), otherContainer: 'db' }),
    ).toEqual(wrong(actual));
  expect(reasonOf('web_t:s0:c1,c2 etc_t:s0:file entrypoint', { misplaced: misplaced('etc_t:s0') })).toEqual({
    kind: 'no-rule',
  });
});

test('a label that was put right since, of a file of the host or on a volume', () => {
  const expected = contextOf('system_u:object_r:content_t:s0:c1,c2');
  const misplaced = { volume: '/srv/pages', path: '/srv/pages/x', actual: expected, expected, users: [] };
  expect(reasonOf('web_t:s0:c1,c2 etc_t:s0:file read', { misplaced })).toEqual({ kind: 'allowed-now' });
  expect(
    reasonOf('web_t:s0:c1,c2 etc_t:s0:file read', {
      path: '/srv/x',
      expectedType: 'content_t',
      actualType: 'content_t',
    }),
  ).toEqual({ kind: 'allowed-now' });
});

test('a wrong label is no reason where the right one would be denied as well', () => {
  expect(reasonOf('web_t:s0:c1,c2 etc_t:s0:file read', { path: '/srv/x', expectedType: 'shadow_t' })).toEqual({
    kind: 'no-rule',
  });
});

test('each boolean that would allow it alone, also one that has to be off', () => {
  expect(reasonOf('web_t:s0 db_port_t:s0:tcp_socket name_connect', { port: 5432 })).toEqual({
    kind: 'boolean',
    booleans: [
      { name: 'web_connect_any', value: true },
      { name: 'web_connect_db', value: true },
      { name: 'web_off', value: false },
    ],
  });
});

test('a rule that holds only while a boolean is off', () => {
  expect(reasonOf('web_t:s0 other_content_t:s0:dir search')).toEqual({
    kind: 'boolean',
    booleans: [{ name: 'web_off', value: false }],
  });
});

test('a port of another type', () => {
  expect(reasonOf('web_t:s0 db_port_t:s0:tcp_socket name_bind', { port: 5433 })).toEqual({
    kind: 'port-label',
    protocol: 'tcp',
    port: 5433,
    actual: 'db_port_t',
    suitable: ['http_port_t'],
  });
});

test('powers of root, towards the host and in a user namespace', () => {
  expect(reasonOf('web_t:s0 web_t:s0:capability sys_module')).toEqual({
    kind: 'capability',
    capabilities: ['sys_module'],
    inUserNamespace: false,
  });
  expect(reasonOf('web_t:s0 web_t:s0:cap_userns sys_admin')).toEqual({
    kind: 'capability',
    capabilities: ['sys_admin'],
    inUserNamespace: true,
  });
});

test('constraints on users and roles', () => {
  expect(reasonOf('system_u:system_r:init_t:s0 staff_u:system_r:web_t:s0:process transition')).toMatchObject({
    kind: 'constraint',
    about: 'user',
  });
  expect(reasonOf('system_u:system_r:init_t:s0 system_u:staff_r:web_t:s0:process transition')).toEqual({
    kind: 'constraint',
    about: 'role',
    expression: '(roleallow system_r staff_r)',
  });
  expect(reasonOf('system_u:system_r:init_t:s0 system_u:user_r:web_t:s0:process transition')).toEqual({
    kind: 'allowed-now',
  });
});

test('types that the policy does not have, and such as have another name now', () => {
  expect(reasonOf('gone_t:s0 etc_t:s0:file read')).toEqual({
    kind: 'unknown',
    reason: 'the loaded policy has no type gone_t',
  });
  expect(reasonOf('web_t:s0 etc_t:s0:file search')).toEqual({
    kind: 'unknown',
    reason: 'the class file of the loaded policy has no permission search',
  });
  expect(reasonOf('web_t:s0:c1 old_content_t:s0:c1:file read')).toEqual({ kind: 'allowed-now' });
});

test('the evidence names rule, constraint and what hides', () => {
  const evidenceOf = (access: string) => reasonFor(smallPolicy, accessOf(access), noFacts);
  expect(evidenceOf('web_t:s0 etc_t:s0:file getattr')).toEqual({
    reason: { kind: 'no-rule' },
    evidence: [
      { kind: 'missing-rule', text: 'allow web_t etc_t:file { getattr };' },
      { kind: 'dontaudit', text: 'dontaudit web_t etc_t:file { getattr };' },
    ],
    hasDontauditRule: true,
  });
  expect(evidenceOf('web_t:s0:c1 content_t:s0:c2:dir search').evidence).toEqual([
    { kind: 'constraint', text: 'mlsconstrain dir { search } (or (dom h1 h2) (neq t1 mcs_constrained_type));' },
  ]);
});
