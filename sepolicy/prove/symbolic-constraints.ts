// SPDX-License-Identifier: Apache-2.0
/** What constraints deny a process, by symbolic levels: types that are alike to all constraints are asked once. */

import { objectOf, processOf } from '../ask/asked.ts';
import { type Expression, textOf } from '../cil/statements.ts';
import { isFulfilled } from '../constraint.ts';
import { includesType, type LoadedPolicy } from '../loaded-policy.ts';
import { type FlowObject, levels, type Subject } from './flow-object.ts';

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
export function createSignature(policy: LoadedPolicy): (type: string) => string {
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
