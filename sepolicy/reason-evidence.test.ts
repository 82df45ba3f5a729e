// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { accessOf, contextOf, smallPolicy } from './fixtures/small-policy.ts';
import { type HostFacts, noFacts, reasonFor, withRealTypes } from './reason.ts';
import { readPolicy } from './read-policy.ts';

const found = (access: string, facts: Partial<HostFacts> = {}, policy = smallPolicy) =>
  reasonFor(policy, accessOf(access), { ...noFacts, ...facts });
const missing = (text: string) => ({ kind: 'missing-rule', text });

it('is the missing rule, for exactly what no rule grants', () => {
  expect(found('web_t:s0:c1 content_t:s0:c1:file read entrypoint').evidence).toEqual([
    missing('allow web_t content_t:file { entrypoint };'),
  ]);
  expect(found('web_t:s0 web_t:s0:capability sys_module').evidence).toEqual([
    missing('allow web_t web_t:capability { sys_module };'),
  ]);
  expect(found('web_t:s0:c1 bulkhead_c_b_file_t:s0:c2:file read').evidence).toEqual([
    missing('allow web_t bulkhead_c_b_file_t:file { read };'),
  ]);
});

it('is the rules that grant it, where it is allowed by now', () => {
  expect(found('web_t:s0:c1 content_t:s0:c1:file read')).toEqual({
    reason: { kind: 'allowed-now' },
    evidence: [{ kind: 'rule', text: 'allow web_t content_t:file { read write open getattr };' }],
    hasDontauditRule: false,
  });
});

it('is the rules that a boolean would bring, and none that another one would', () => {
  expect(found('web_t:s0 other_content_t:s0:dir search').evidence).toEqual([
    { kind: 'boolean', text: expect.stringContaining('allow web_t other_content_t:dir { search };') as string },
  ]);
  const texts = found('web_t:s0 db_port_t:s0:tcp_socket name_connect').evidence.map(({ text }) => text);
  expect(texts).toHaveLength(2);
  expect(texts[0]).toContain('db_port_t:tcp_socket { name_connect }');
  expect(texts[1]).toContain('port_type:tcp_socket { name_connect }');
});

it('is the path with both labels, of the file contexts and of a volume', () => {
  const facts = { path: '/srv/x', expectedType: 'content_t' };
  expect(found('web_t:s0:c1,c2 etc_t:s0:file read', facts).evidence).toEqual([
    missing('allow web_t etc_t:file { read };'),
    { kind: 'label', text: '/srv/x: content_t by the file contexts, etc_t in fact' },
  ]);
  expect(found('web_t:s0:c1,c2 etc_t:s0:file read', { ...facts, actualType: 'content_t' }).evidence).toEqual([
    { kind: 'label', text: '/srv/x: content_t by now, as the file contexts have it' },
  ]);
  const expected = contextOf('system_u:object_r:content_t:s0:c1,c2');
  const actual = contextOf('system_u:object_r:etc_t:s0');
  const misplaced = { volume: '/srv/v', path: '/srv/v/x', actual, expected, users: [] };
  expect(found('web_t:s0:c1,c2 etc_t:s0:file read', { misplaced }).evidence).toEqual([
    {
      kind: 'label',
      text: '/srv/v/x: system_u:object_r:etc_t:s0 in fact, system_u:object_r:content_t:s0:c1,c2 as the volume /srv/v',
    },
  ]);
  expect(
    found('web_t:s0:c1,c2 etc_t:s0:file read', { misplaced: { ...misplaced, actual: expected } }).evidence,
  ).toEqual([{ kind: 'label', text: '/srv/v/x: system_u:object_r:content_t:s0:c1,c2 by now, as the volume /srv/v' }]);
});

it('is no label where the path, its type or the right label is not known', () => {
  for (const facts of [
    { path: null, expectedType: 'content_t' },
    { path: '/srv/x', expectedType: null },
    { path: '/srv/x', expectedType: 'etc_t' },
    { path: '/srv/x', expectedType: 'gone_t' },
  ])
    expect(found('web_t:s0:c1,c2 etc_t:s0:file read', facts).reason).toEqual({ kind: 'no-rule' });
});

it('is the port with the types that would do, eight of them by name', () => {
  expect(found('web_t:s0 db_port_t:s0:tcp_socket name_bind', { port: 5433 }).evidence).toEqual([
    missing('allow web_t db_port_t:tcp_socket { name_bind };'),
    { kind: 'port', text: 'tcp 5433 is db_port_t; web_t may use http_port_t' },
  ]);
  const names = Array.from({ length: 10 }, (_, index) => `p${index}_t`);
  const policy = readPolicy(
    `(class tcp_socket (name_bind name_connect))(class udp_socket (name_bind))(type web_t)(type x_t)
     ${names.map((name) => `(type ${name})(allow web_t ${name} (tcp_socket (name_connect)))`).join('')}
     ${names.map((name, index) => `(portcon tcp ${index} (u r ${name} ((s0) (s0))))`).join('')}`,
  );
  const { reason, evidence } = found('web_t:s0 x_t:s0:tcp_socket name_connect', { port: 7 }, policy);
  expect(reason).toMatchObject({ kind: 'port-label', protocol: 'tcp', suitable: names });
  expect(evidence[1]?.text).toBe(
    'tcp 7 is x_t; web_t may use p0_t, p1_t, p2_t, p3_t, p4_t, p5_t, p6_t, p7_t and 2 more',
  );
  for (const [access, port] of [
    ['x_t:s0:tcp_socket name_connect', null],
    ['x_t:s0:udp_socket name_bind', 7],
    ['x_t:s0:tcp_socket name_bind', 7],
  ] as const)
    expect(found(`web_t:s0 ${access}`, { port }, policy).reason).toEqual({ kind: 'no-rule' });
});

it('is no port where the socket does something else', () => {
  const policy = readPolicy(
    `(class tcp_socket (name_bind create))(class file (name_bind))(type web_t)(type x_t)(type http_t)
     (typeattributeset port_type (http_t))(allow web_t http_t (tcp_socket (create)))(allow web_t http_t (file (name_bind)))`,
  );
  for (const access of ['tcp_socket create', 'file name_bind'])
    expect(found(`web_t:s0 x_t:s0:${access}`, { port: 7 }, policy).reason).toEqual({ kind: 'no-rule' });
});

it('says what a constraint is about', () => {
  const policyWith = (constraint: string) =>
    readPolicy(`(class file (read))(type a_t)(type b_t)(allow a_t b_t (file (read)))${constraint}`);
  const about = (constraint: string, access = 'a_u:a_r:a_t:s0:c1 b_u:b_r:b_t:s0:c1:file read') =>
    found(access, {}, policyWith(constraint)).reason;
  expect(about('(constrain (file (read)) (eq u1 u2))')).toEqual({
    kind: 'constraint',
    about: 'user',
    expression: '(eq u1 u2)',
  });
  expect(about('(constrain (file (read)) (or (eq r1 r2) (eq t1 b_t)))')).toMatchObject({ about: 'role' });
  expect(about('(constrain (file (read)) (eq t1 t2))')).toMatchObject({ about: 'type' });
  expect(about('(mlsconstrain (file (read)) (domby h1 l2))', 'a_t:s1 b_t:s0:file read')).toMatchObject({
    kind: 'constraint',
    about: 'level',
  });
  // Categories of which the process holds all are no reason.
  expect(about('(mlsconstrain (file (read)) (eq h1 h2))', 'a_t:s0:c1,c2 b_t:s0:c1:file read')).toMatchObject({
    kind: 'constraint',
    about: 'level',
  });
  expect(about('(constrain (file (read)) (eq u1 u2))', 'a_u:r:a_t:s0:c1 b_u:r:b_t:s0:c2:file read')).toMatchObject({
    kind: 'constraint',
    about: 'user',
  });
});

it('says which pair of roles the policy does not name, of transitions only', () => {
  const { reason, evidence } = found('system_u:system_r:init_t:s0 system_u:staff_r:web_t:s0:process transition');
  expect(reason).toMatchObject({ about: 'role' });
  expect(evidence).toEqual([{ kind: 'constraint', text: 'missing: (roleallow system_r staff_r)' }]);
  expect(found('system_u:system_r:web_t:s0 system_u:staff_r:web_t:s0:process signal').reason).toEqual({
    kind: 'allowed-now',
  });
});

it('does not know a class, and hides behind no rule of another one', () => {
  expect(found('web_t:s0 etc_t:s0:nowhere read')).toEqual({
    reason: { kind: 'unknown', reason: 'the loaded policy has no class nowhere' },
    evidence: [],
    hasDontauditRule: false,
  });
  expect(found('web_t:s0 gone_t:s0:file read').reason).toMatchObject({
    reason: 'the loaded policy has no type gone_t',
  });
});

it('takes the real names of both types', () => {
  const access = withRealTypes(smallPolicy, accessOf('old_content_t:s0 old_content_t:s0:file read'));
  expect([access.source.type, access.target.type]).toEqual(['content_t', 'content_t']);
});
