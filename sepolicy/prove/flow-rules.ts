// SPDX-License-Identifier: Apache-2.0
/**
 * The allow rules of a policy, ready for questions of flow: by source and by target, each with the permissions by which
 * it reads and by which it writes.
 */

import { holds } from '../condition.ts';
import type { LoadedPolicy, Rule } from '../loaded-policy.ts';
import { realType } from '../loaded-policy.ts';
import { directionOf } from './permission-flow.ts';

export interface FlowRule {
  readonly rule: Rule;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export interface FlowRules {
  readonly policy: LoadedPolicy;
  /** The rules that name this type, or an attribute of it, as their source. */
  ofSource(type: string): readonly FlowRule[];
  /** The names of this type, and of its attributes, that rules of a class have as their target; `self` is none. */
  targetNames(className: string, type: string): readonly string[];
  /** The rules of a class that have this name as their target. */
  ofTarget(className: string, name: string): readonly FlowRule[];
  /** The types that the target of a rule stands for, when `source` is the process. */
  targetsOf(rule: Rule, source: string): readonly string[];
  /** The types that a name stands for. */
  typesOf(name: string): readonly string[];
  /** Classes and permissions that the table of directions does not have, as `class permission`. */
  readonly unknown: readonly string[];
}

/** Indexes the rules that hold while `booleans` have these values. */
export function indexRules(policy: LoadedPolicy, booleans: ReadonlyMap<string, boolean> = policy.booleans): FlowRules {
  const unknown = new Set<string>();
  const split = createSplit(unknown);
  const bySource = new Map<string, FlowRule[]>();
  const byTarget = new Map<string, Map<string, FlowRule[]>>();
  for (const [className, rules] of policy.rules) {
    const targets = new Map<string, FlowRule[]>();
    byTarget.set(className, targets);
    for (const rule of rules) {
      if (rule.kind !== 'allow' || !holds(rule.condition, booleans)) continue;
      const { reads, writes } = split(className, rule.permissions);
      if (reads.length === 0 && writes.length === 0) continue;
      const flow = { rule, reads, writes };
      append(bySource, realType(policy, rule.source), flow);
      append(targets, realType(policy, rule.target), flow);
    }
  }
  const attributesOf = reverse(policy.attributes);
  const namesOf = (type: string): readonly string[] => [type, ...(attributesOf.get(type) ?? [])];
  const typesOf = (name: string): readonly string[] => expanded(policy, name);
  return {
    policy,
    ofSource: (type) => namesOf(type).flatMap((name) => bySource.get(name) ?? []),
    targetNames: (className, type) => namesOf(type).filter((name) => byTarget.get(className)?.has(name) === true),
    ofTarget: (className, name) => byTarget.get(className)?.get(name) ?? [],
    targetsOf: ({ target }, source) => (target === 'self' ? [source] : typesOf(target)),
    typesOf,
    get unknown() {
      return [...unknown].sort();
    },
  };
}

function expanded(policy: LoadedPolicy, name: string): readonly string[] {
  const members = policy.attributes.get(name);
  return members === undefined ? [realType(policy, name)] : [...members];
}

/** The permissions of a rule by direction. The same list of permissions stands in many rules. */
function createSplit(
  unknown: Set<string>,
): (className: string, permissions: readonly string[]) => Omit<FlowRule, 'rule'> {
  const known = new Map<string, Map<readonly string[], Omit<FlowRule, 'rule'>>>();
  return (className, permissions) => {
    const lists = known.get(className) ?? new Map<readonly string[], Omit<FlowRule, 'rule'>>();
    known.set(className, lists);
    const found = lists.get(permissions);
    if (found !== undefined) return found;
    const wanted = (direction: 'reads' | 'writes'): readonly string[] =>
      permissions.filter((permission) => {
        const flow = directionOf(className, permission);
        if (flow === undefined) unknown.add(`${className} ${permission}`);
        return flow?.[direction] ?? true;
      });
    const made = { reads: wanted('reads'), writes: wanted('writes') };
    lists.set(permissions, made);
    return made;
  };
}

function reverse(sets: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, readonly string[]> {
  const reversed = new Map<string, string[]>();
  for (const [name, members] of sets) for (const member of members) append(reversed, member, name);
  return reversed;
}

function append<Value>(lists: Map<string, Value[]>, name: string, value: Value): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}
