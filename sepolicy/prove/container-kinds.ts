// SPDX-License-Identifier: Apache-2.0
/**
 * The domains of containers that a policy has, and which of them are alike: domains with the same rules make one kind, of
 * which two members are enough to prove something of all.
 */

import type { LoadedPolicy } from '../loaded-policy.ts';
import { ownerOfPolicyName } from '../own-domain/names.ts';
import type { FlowRules } from './flow-rules.ts';

export interface ContainerKind {
  /** Sorted; a kind has at least one. */
  readonly domains: readonly string[];
  /** True where containers share the domain, so that categories alone isolate them. */
  readonly isShared: boolean;
}

export function isDomain(policy: LoadedPolicy, type: string): boolean {
  return policy.attributes.get('bulkhead_domain')?.has(type) === true;
}

/** The kinds, by their first domains. */
export function kindsOf({ policy, ...rules }: FlowRules): readonly ContainerKind[] {
  const kinds = new Map<string, string[]>();
  for (const domain of [...(policy.attributes.get('bulkhead_domain') ?? [])].sort()) {
    const owner = ownerOfPolicyName(domain);
    const key = owner === undefined ? domain : signatureOf({ policy, ...rules }, domain, owner);
    kinds.set(key, [...(kinds.get(key) ?? []), domain]);
  }
  return [...kinds.values()].map((domains) => ({
    domains,
    isShared: ownerOfPolicyName(domains[0] ?? '') === undefined,
  }));
}

/** What a domain is granted, with its own types as one name each and those of other owners under one name. */
function signatureOf(rules: FlowRules, domain: string, owner: string): string {
  const nameOf = (type: string): string => {
    const other = ownerOfPolicyName(type);
    if (other === undefined) return type;
    return other === owner ? type.replace(/^.*?_([a-z]+_)?t$/, '@$1') : `other ${type}`;
  };
  const granted = new Map<string, Set<string>>();
  for (const { rule } of rules.ofSource(domain))
    for (const target of rules.targetsOf(rule, domain)) {
      const key = `${nameOf(target)}:${rule.class}`;
      const permissions = granted.get(key) ?? new Set();
      granted.set(key, permissions);
      for (const permission of rule.permissions) permissions.add(permission);
    }
  return [...granted]
    .map(([key, permissions]) => `${key} ${[...permissions].sort().join(' ')}`)
    .sort()
    .join('\n');
}
