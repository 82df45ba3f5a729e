// SPDX-License-Identifier: Apache-2.0
/** What a domain may do by one policy and not by the other: rules from it, whichever of its attributes has them. */

import type { Opening } from '../../contract/model/denials/explanation.ts';
import { holds } from '../condition.ts';
import { includesType, type LoadedPolicy } from '../loaded-policy.ts';

export interface AccessDifference {
  readonly added: readonly Opening[];
  readonly removed: readonly Opening[];
}

export function accessDifference(before: LoadedPolicy, after: LoadedPolicy, domain: string): AccessDifference {
  const was = accessOf(before, domain);
  const is = accessOf(after, domain);
  return { added: beyond(is, was, domain), removed: beyond(was, is, domain) };
}

/** Holds permissions by class and target. */
type Accesses = ReadonlyMap<string, ReadonlySet<string>>;

function accessOf(policy: LoadedPolicy, domain: string): Accesses {
  const accesses = new Map<string, Set<string>>();
  for (const [className, rules] of policy.rules) {
    for (const rule of rules) {
      if (
        rule.kind !== 'allow' ||
        !includesType(policy, rule.source, domain) ||
        !holds(rule.condition, policy.booleans)
      )
        continue;
      const key = `${className} ${rule.target === 'self' ? domain : rule.target}`;
      const permissions = accesses.get(key) ?? new Set();
      for (const permission of rule.permissions) permissions.add(permission);
      accesses.set(key, permissions);
    }
  }
  return accesses;
}

function beyond(these: Accesses, those: Accesses, source: string): readonly Opening[] {
  return [...these].flatMap(([key, permissions]) => {
    const [className = '', target = ''] = key.split(' ');
    const gained = [...permissions].filter((permission) => those.get(key)?.has(permission) !== true);
    return gained.length === 0 ? [] : [{ source, target, class: className, permissions: gained }];
  });
}
