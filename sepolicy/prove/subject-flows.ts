// SPDX-License-Identifier: Apache-2.0
/**
 * What one process may write and read: by object, which is a type, a class and a level. Levels are symbolic: constraints
 * compare sets of categories only as wholes, so that one pair of disjoint sets stands for all pairs.
 */

import { objectOf, processOf } from '../ask/asked.ts';
import { type Expression, textOf } from '../cil/statements.ts';
import { isFulfilled } from '../constraint.ts';
import { includesType, type LoadedPolicy, type Rule } from '../loaded-policy.ts';
import type { FlowRules } from './flow-rules.ts';

/** Of a first container, of a second one, of both, and of the host. */
export const levels = {
  none: 's0',
  first: 's0:c1,c2',
  second: 's0:c3,c4',
  both: 's0:c1.c4',
  range: 's0-s0:c0.c1023',
} as const;
export type LevelName = keyof typeof levels;
const objectLevels = ['none', 'first', 'second', 'both', 'range'] as const satisfies readonly LevelName[];

/** Stands among permissions for what needs none: that a process is itself what is written or read. */
export const itself = 'itself';

export interface Subject {
  readonly type: string;
  readonly level: LevelName;
}

export interface FlowObject {
  readonly type: string;
  readonly class: string;
  readonly level: LevelName;
}

/** By which permissions, and by which of the policy's rules. */
export interface Grant {
  readonly permissions: Set<string>;
  readonly rules: Set<Rule>;
}

export type Grants = ReadonlyMap<string, { readonly object: FlowObject; readonly grant: Grant }>;

export interface SubjectFlows {
  readonly subject: Subject;
  readonly writes: Grants;
  readonly reads: Grants;
}

export function keyOf({ type, class: className, level }: FlowObject): string {
  return `${type}:${className}:${level}`;
}

/** Gives the permissions that constraints leave a process of those that rules grant it towards an object. */
export type Constrain = (subject: Subject, object: FlowObject, permissions: readonly string[]) => readonly string[];

/** Constraints whose expression is not known deny nothing, and are added to `unknown`. */
export function createConstrain(policy: LoadedPolicy, unknown: Set<string>): Constrain {
  const denied = new Map<string, ReadonlySet<string>>();
  const signatureOf = createSignature(policy);

  function deniedTo(subject: Subject, object: FlowObject): ReadonlySet<string> {
    const isSame = subject.type === object.type ? '=' : ' ';
    const key =
      `${subject.level} ${object.level}${isSame}${object.class} ` +
      `${signatureOf(subject.type)} ${signatureOf(object.type)}`;
    const known = denied.get(key);
    if (known !== undefined) return known;
    const contexts = {
      source: { ...processOf(subject.type), level: levels[subject.level] },
      target: { ...objectOf(object.type, object.class), level: levels[object.level] },
    };
    const found = new Set<string>();
    for (const { permissions, expression } of policy.constraints.get(object.class) ?? []) {
      const isMet = isFulfilled(policy, expression, contexts);
      if (isMet === undefined) unknown.add(`${object.class} ${permissions.join(' ')}: ${textOf(expression)}`);
      if (isMet === false) for (const permission of permissions) found.add(permission);
    }
    denied.set(key, found);
    return found;
  }

  return (subject, object, permissions) => {
    if (permissions.length === 0) return permissions;
    const taken = deniedTo(subject, object);
    return taken.size === 0 ? permissions : permissions.filter((permission) => !taken.has(permission));
  };
}

/** Types are alike to all constraints where the same names that constraints use stand for them. */
function createSignature(policy: LoadedPolicy): (type: string) => string {
  const used = new Set<string>();
  for (const constraints of policy.constraints.values())
    for (const { expression } of constraints) for (const name of namesIn(expression)) used.add(name);
  const names = [...used];
  const known = new Map<string, string>();
  return (type) => {
    const found = known.get(type);
    if (found !== undefined) return found;
    const made = names.map((name) => (includesType(policy, name, type) ? '1' : '0')).join('');
    known.set(type, made);
    return made;
  };
}

function namesIn(expression: Expression): readonly string[] {
  return typeof expression === 'string' ? [expression] : expression.flatMap(namesIn);
}

/** What the rules grant a process, less what constraints deny it, towards objects of each level. */
export function flowsOf(rules: FlowRules, constrain: Constrain, subject: Subject): SubjectFlows {
  const writes = new Map<string, { object: FlowObject; grant: Grant }>();
  const reads = new Map<string, { object: FlowObject; grant: Grant }>();
  for (const { rule, reads: reading, writes: writing } of rules.ofSource(subject.type))
    for (const type of rules.targetsOf(rule, subject.type))
      for (const level of objectLevels) {
        const object = { type, class: rule.class, level };
        addGrant(writes, object, constrain(subject, object, writing), rule);
        addGrant(reads, object, constrain(subject, object, reading), rule);
      }
  const own = { type: subject.type, class: 'process', level: subject.level };
  for (const grants of [writes, reads]) addGrant(grants, own, [itself], undefined);
  return { subject, writes, reads };
}

function addGrant(
  grants: Map<string, { object: FlowObject; grant: Grant }>,
  object: FlowObject,
  permissions: readonly string[],
  rule: Rule | undefined,
): void {
  if (permissions.length === 0) return;
  const key = keyOf(object);
  const found = grants.get(key) ?? { object, grant: { permissions: new Set(), rules: new Set() } };
  grants.set(key, found);
  for (const permission of permissions) found.grant.permissions.add(permission);
  if (rule !== undefined) found.grant.rules.add(rule);
}
