// SPDX-License-Identifier: Apache-2.0
/** What a change of the policy, or of a label, would additionally allow. */

import type { Opening } from '../contract/model/denials/explanation.ts';
import { holds } from './condition.ts';
import { includesType, type LoadedPolicy, type Rule, typesOf } from './loaded-policy.ts';

/** All that a volume or a folder may hold. */
export const fileClasses: readonly string[] = ['file', 'dir', 'lnk_file', 'fifo_file', 'sock_file'];

/** Accesses that hold with these booleans and do not hold now. A rule stands for itself: attributes stay attributes. */
export function openedByBoolean(policy: LoadedPolicy, name: string, value: boolean): readonly Opening[] {
  const changed = new Map(policy.booleans).set(name, value);
  return policy.conditionalRules
    .filter(
      (rule) => rule.kind === 'allow' && !holds(rule.condition, policy.booleans) && holds(rule.condition, changed),
    )
    .map(openingOf);
}

/** Accesses that hold now and would not with the boolean set so. */
export function closedByBoolean(policy: LoadedPolicy, name: string, value: boolean): readonly Opening[] {
  const changed = new Map(policy.booleans).set(name, value);
  return policy.conditionalRules
    .filter(
      (rule) => rule.kind === 'allow' && holds(rule.condition, policy.booleans) && !holds(rule.condition, changed),
    )
    .map(openingOf);
}

/**
 * What processes may do with an object of type `to` and not with one of type `from`: who gains when a file gets another
 * label.
 */
export function openedByRelabel(
  policy: LoadedPolicy,
  { from, to, class: className }: { readonly from: string; readonly to: string; readonly class: string },
): readonly Opening[] {
  const before = grantedTo(policy, from, className);
  return [...grantedTo(policy, to, className)].flatMap(([source, permissions]) => {
    const gained = [...permissions].filter((permission) => before.get(source)?.has(permission) !== true);
    return gained.length === 0 ? [] : [{ source, target: to, class: className, permissions: gained }];
  });
}

/** Gives all permissions that unconditional and active rules grant on this target, by source type. */
export function grantedTo(
  policy: LoadedPolicy,
  target: string,
  className: string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const granted = new Map<string, Set<string>>();
  for (const rule of policy.rules.get(className) ?? []) {
    if (rule.kind !== 'allow' || !holds(rule.condition, policy.booleans)) continue;
    for (const source of sourcesOf(policy, rule, target)) {
      const permissions = granted.get(source) ?? new Set();
      for (const permission of rule.permissions) permissions.add(permission);
      granted.set(source, permissions);
    }
  }
  return granted;
}

function sourcesOf(policy: LoadedPolicy, rule: Rule, target: string): readonly string[] {
  if (rule.target === 'self') return includesType(policy, rule.source, target) ? [target] : [];
  return includesType(policy, rule.target, target) ? typesOf(policy, rule.source) : [];
}

function openingOf({ source, target, class: className, permissions }: Rule): Opening {
  return { source, target: target === 'self' ? source : target, class: className, permissions: [...permissions] };
}
