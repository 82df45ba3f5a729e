// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementsOnly } from '../cil/decompiled.ts';
import { type Access, decide } from '../decide.ts';
import { accessOf, smallPolicy } from '../fixtures/small-policy.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { readPolicy } from '../read-policy.ts';
import { withRealTypes } from '../reason.ts';
import { changedText, presentText } from './fixtures/two-policies.ts';
import { replayBoolean } from './replay-boolean.ts';
import { replay, withBooleansOf } from './replay.ts';

const [present, changed] = [compiled(presentText), compiled(changedText)];
const policies = { present: { policy: present }, changed: { policy: changed } };
const answersTo = (access: string) => replay([accessOf(access)], policies);

describe('what the changed policy would deny', () => {
  it('names the rule that grants it now, and the one that is missing then', () => {
    const row = accessOf('web_t:s0 port_t:s0:tcp_socket name_connect');
    expect(replay([row], policies)).toEqual({
      denied: [
        {
          place: 0,
          permissions: ['name_connect'],
          grantedBy: ['allow web_t port_t:tcp_socket { name_connect }; [ web_connects ]'],
          deniedBy: ['allow web_t port_t:tcp_socket { name_connect }; [ not web_connects ]'],
        },
      ],
      allowed: [],
      unknown: [],
    });
  });

  it('names a constraint on levels, and only the permissions that it is about', () => {
    const { denied } = answersTo('web_t:s0:c1 content_t:s0:c1,c2:file open read');
    expect(denied).toMatchObject([{ permissions: ['open'], deniedBy: ['mlsconstrain file { open } (eq h1 h2);'] }]);
    expect(answersTo('web_t:s0:c1 content_t:s0:c1:file open read').denied).toEqual([]);
  });

  it('is what only a permissive domain may do', () => {
    const { denied } = answersTo('db_t:s0 port_t:s0:tcp_socket name_connect');
    expect(denied).toMatchObject([
      {
        grantedBy: ['(typepermissive db_t)'],
        deniedBy: ['missing: allow db_t port_t:tcp_socket { name_connect };'],
      },
    ]);
  });
});

describe('what the changed policy would allow', () => {
  it('is a denied access with a rule, also by an alias and where a boolean kept it from holding', () => {
    expect(answersTo('web_t:s0:c1 old_content_t:s0:c1:file write').allowed).toMatchObject([
      {
        permissions: ['write'],
        grantedBy: ['allow web_t content_t:file { write open };'],
        deniedBy: ['allow confined content_t:file { write }; [ web_writes ]'],
      },
    ]);
    expect(answersTo('web_t:s0:c1 content_t:s0:c2:file write').allowed).toEqual([]);
  });

  it('is a change of the role that only a statement about roles lets pass', () => {
    expect(answersTo('web_t:s0 system_u:other_r:db_t:s0:process transition').allowed).toMatchObject([
      { deniedBy: ['missing: (roleallow system_r other_r)'] },
    ]);
  });
});

it('says of unknown names and of levels that it cannot read that it does not know, and in which policy', () => {
  const parts = (access: string): unknown => {
    const { denied, allowed, unknown } = answersTo(access);
    expect([...denied, ...allowed]).toEqual([]);
    return unknown.map(({ part }) => part);
  };
  expect(parts('web_t:s0 new_t:s0:file read')).toEqual([{ policy: 'present', what: 'type', name: 'new_t' }]);
  expect(parts('web_t:s0 web_t:s0:capability chown')).toEqual([
    { policy: 'present', what: 'class', name: 'capability' },
  ]);
  expect(parts('web_t:s0 web_t:s0:file fly')).toEqual([{ policy: 'present', what: 'permission', name: 'file fly' }]);
  expect(parts('web_t:SystemLow content_t:s0:file read')).toEqual([
    { policy: 'present', what: 'constraint', name: '(or (dom h1 h2) (neq t1 confined))' },
  ]);
  expect(parts('web_t:SystemLow content_t:s0:file open')).toMatchObject([{ policy: 'changed', what: 'constraint' }]);
});

it('keeps the booleans of now in the changed policy, as the kernel does when it loads one', () => {
  const row = accessOf('web_t:s0 port_t:s0:tcp_socket name_connect');
  const off = { ...present, booleans: new Map(present.booleans).set('web_connects', false) };
  const then = withBooleansOf(changed, off);
  expect(replay([row], { present: { policy: off }, changed: then }).allowed).toHaveLength(1);
  const booleans = new Map(present.booleans).set('web_connects', false);
  expect(replay([row], { present: { policy: present }, changed: { policy: present, booleans } }).denied).toHaveLength(
    1,
  );
});

it('finds nothing between a policy and itself', () => {
  const row = accessOf('web_t:s0 content_t:s0:file read');
  const itself = { policy: smallPolicy };
  expect(replay([row], { present: itself, changed: itself })).toEqual({ denied: [], allowed: [], unknown: [] });
});

const types = ['web_t', 'db_t', 'content_t', 'old_content_t', 'port_t', 'new_t', 'gone_t'] as const;
const levels = ['s0', 's0:c0', 's0:c1,c2', 's0-s0:c0.c3', 's0:c3', 'unreadable'] as const;
const contexts = fc.record({
  user: fc.constant('system_u'),
  role: fc.constantFrom('system_r', 'other_r', 'object_r'),
  type: fc.constantFrom(...types),
  level: fc.constantFrom(...levels),
});
const vectors = fc.oneof(
  fc.record({
    class: fc.constant('file'),
    permissions: fc.subarray(['read', 'write', 'open', 'fly'], { minLength: 1 }),
  }),
  fc.record({ class: fc.constant('process'), permissions: fc.subarray(['transition', 'signal'], { minLength: 1 }) }),
  fc.record({ class: fc.constantFrom('tcp_socket', 'capability', 'gone'), permissions: fc.constant(['name_connect']) }),
);
const accesses: fc.Arbitrary<Access> = fc
  .record({ source: contexts, target: contexts, vector: vectors })
  .map(({ source, target, vector }) => ({ source, target, ...vector }));

it('agrees with the decision of each policy for any access', () => {
  fc.assert(
    fc.property(accesses, (access) => {
      const { denied, allowed, unknown } = replay([access], policies);
      const flipped = new Map([
        ...denied.flatMap(({ permissions }) => permissions.map((one) => [one, 'denied'] as const)),
        ...allowed.flatMap(({ permissions }) => permissions.map((one) => [one, 'allowed'] as const)),
      ]);
      const answers = access.permissions.map((permission) => expectedAnswer({ ...access, permissions: [permission] }));
      expect(access.permissions.map((one) => flipped.get(one) ?? 'same')).toEqual(
        answers.map((answer) => (answer === 'unknown' ? 'same' : answer)),
      );
      expect(unknown).toHaveLength(answers.includes('unknown') ? 1 : 0);
    }),
    { numRuns: 1500, seed: 39 },
  );
});

function expectedAnswer(access: Access): 'denied' | 'allowed' | 'same' | 'unknown' {
  const [now, then] = [present, changed].map((policy) => {
    const real = withRealTypes(policy, access);
    const { source, target, permissions } = real;
    const isKnown =
      [source.type, target.type].every((type) => policy.types.has(type)) &&
      permissions.every((one) => policy.classes.get(real.class)?.has(one) === true);
    const isConstrained = (policy.constraints.get(real.class) ?? []).some((constraint) =>
      constraint.permissions.includes(permissions[0] ?? ''),
    );
    // An unreadable level decides unless the other half of the constraint is fulfilled: only for a confined source.
    const isClear =
      !isConstrained ||
      ![source.level, target.level].includes('unreadable') ||
      (permissions[0] !== 'open' && !['web_t', 'db_t'].includes(source.type));
    if (!isKnown || !isClear) return undefined;
    const isRoleKept =
      permissions[0] !== 'transition' ||
      source.role === target.role ||
      policy.roleAllows.get(source.role)?.has(target.role) === true;
    return policy.permissiveTypes.has(source.type) || (decide(policy, real).isAllowed && isRoleKept);
  });
  if (now === undefined || then === undefined) return 'unknown';
  if (now === then) return 'same';
  return then ? 'allowed' : 'denied';
}

/** The policy as the compiler makes it, and checkpolicy writes it again. */
function compiled(text: string): LoadedPolicy {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-replay-'));
  const [source, policy] = [join(folder, 'policy.cil'), join(folder, 'policy')];
  try {
    writeFileSync(source, text);
    execFileSync('secilc', ['-m', source, '-o', policy, '-f', '/dev/null']);
    return readPolicy(
      statementsOnly(execFileSync('checkpolicy', ['-b', '-C', '-M', '-o', '-', policy], { encoding: 'utf8' })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a boolean that is set', () => {
  const accesses = [accessOf('web_t:s0 port_t:s0:tcp_socket name_connect')];

  it('denies what only its value of now allows, and changes nothing where it has the value already', () => {
    const off = replayBoolean(present, { accesses, boolean: { name: 'web_connects', isOn: false } });
    expect(off).toMatchObject({
      denied: [{ permissions: ['name_connect'], grantedBy: [expect.stringContaining('web_connects')] }],
      allowed: [],
    });
    const on = replayBoolean(present, { accesses, boolean: { name: 'web_connects', isOn: true } });
    expect(on).toEqual({ denied: [], allowed: [], unknown: [] });
  });

  it('is undefined where the policy does not have it', () => {
    expect(replayBoolean(present, { accesses, boolean: { name: 'no_such', isOn: true } })).toBeUndefined();
  });
});
