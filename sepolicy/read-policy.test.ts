// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { includesType, realType, typesOf } from './loaded-policy.ts';
import { readPolicy } from './read-policy.ts';

it('reads types with their aliases and attributes', () => {
  const policy = readPolicy(
    `(type a_t)(type b_t)(typealias old_t)(typealiasactual old_t a_t)(typepermissive b_t)
     (typeattribute empty)(typeattributeset group (a_t))(typeattributeset group (b_t (not x_t)))`,
  );
  expect([...policy.types]).toEqual(['a_t', 'b_t']);
  expect([...policy.permissiveTypes]).toEqual(['b_t']);
  expect([realType(policy, 'old_t'), realType(policy, 'a_t')]).toEqual(['a_t', 'a_t']);
  expect(policy.attributes).toEqual(
    new Map([
      ['empty', new Set()],
      ['group', new Set(['a_t', 'b_t'])],
    ]),
  );
  expect([includesType(policy, 'group', 'a_t'), includesType(policy, 'a_t', 'a_t')]).toEqual([true, true]);
  expect([includesType(policy, 'empty', 'a_t'), includesType(policy, 'none', 'a_t')]).toEqual([false, false]);
  expect([typesOf(policy, 'group'), typesOf(policy, 'a_t')]).toEqual([['a_t', 'b_t'], ['a_t']]);
});

it('reads classes with their own permissions and their common ones, wherever these stand', () => {
  const policy = readPolicy(
    '(classcommon dir shared)(classcommon file none)(class dir (search))(class file (entrypoint))(common shared (read write))',
  );
  expect(policy.classes).toEqual(
    new Map([
      ['dir', new Set(['search', 'read', 'write'])],
      ['file', new Set(['entrypoint'])],
    ]),
  );
});

it('reads rules by class, and which of them stand below a condition', () => {
  const policy = readPolicy(
    `(boolean b true)(boolean c false)
     (allow a_t b_t (file (read write)))(dontaudit a_t self (dir (search)))(auditallow a_t b_t (file (read write)))
     (booleanif (not b) (true (allow a_t b_t (file (open)))) (false (allow a_t b_t (file (append)))))`,
  );
  const rule = { kind: 'allow', source: 'a_t', target: 'b_t', class: 'file' };
  const conditional = [
    { ...rule, permissions: ['open'], condition: { expression: ['not', 'b'], when: true } },
    { ...rule, permissions: ['append'], condition: { expression: ['not', 'b'], when: false } },
  ];
  expect(policy.booleans).toEqual(
    new Map([
      ['b', true],
      ['c', false],
    ]),
  );
  expect(policy.rules.get('file')).toEqual([
    { ...rule, permissions: ['read', 'write'], condition: undefined },
    { ...rule, kind: 'auditallow', permissions: ['read', 'write'], condition: undefined },
    ...conditional,
  ]);
  expect(policy.rules.get('dir')).toEqual([
    { kind: 'dontaudit', source: 'a_t', target: 'self', class: 'dir', permissions: ['search'], condition: undefined },
  ]);
  expect(policy.conditionalRules).toEqual(conditional);
  // The list of permissions that stands in many rules is kept once.
  const [first, second] = policy.rules.get('file') ?? [];
  expect(first?.permissions).toBe(second?.permissions);
});

it('reads constraints, roles and ports', () => {
  const policy = readPolicy(
    `(constrain (process (transition)) (eq u1 u2))(mlsconstrain (file (read)) (dom h1 h2))(mlsconstrain (file (open)))
     (roletype r a_t)(roletype r b_t)(roleallow r s)
     (portcon tcp 80 (system_u object_r http_t ((s0) (s0))))(portcon udp (1024 2048) (system_u object_r any_t ((s0) (s0))))`,
  );
  expect(policy.constraints).toEqual(
    new Map([
      ['process', [{ class: 'process', permissions: ['transition'], expression: ['eq', 'u1', 'u2'], isMls: false }]],
      [
        'file',
        [
          { class: 'file', permissions: ['read'], expression: ['dom', 'h1', 'h2'], isMls: true },
          { class: 'file', permissions: ['open'], expression: [], isMls: true },
        ],
      ],
    ]),
  );
  expect([policy.roles.get('r'), policy.roleAllows.get('r')]).toEqual([new Set(['a_t', 'b_t']), new Set(['s'])]);
  expect(policy.ports).toEqual([
    { protocol: 'tcp', low: 80, high: 80, type: 'http_t' },
    { protocol: 'udp', low: 1024, high: 2048, type: 'any_t' },
  ]);
});

it.each([
  ['(handleunknown allow)', 'allow'],
  ['(handleunknown deny)', 'deny'],
  ['(handleunknown reject)', 'deny'],
  ['', 'deny'],
])('%s: what it does not know it answers with %s', (text, answer) => {
  expect(readPolicy(text).unknownPermissions).toBe(answer);
});

it('passes over what it is not asked about, and over what it cannot mean', () => {
  const policy = readPolicy('(sid kernel)(toString a)((type x_t))(type)(allow)(class)()');
  expect([...policy.types]).toEqual(['']);
  expect(policy.rules.get('')).toHaveLength(1);
});
