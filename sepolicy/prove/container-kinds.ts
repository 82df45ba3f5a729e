// SPDX-License-Identifier: Apache-2.0
/**
 * The domains of containers that a policy has, and which of them are alike: domains with the same rules make one kind, of
 * which two members are enough to prove something of all.
 */

import { includesType, type LoadedPolicy } from '../loaded-policy.ts';
import { ownerOfPolicyName, policyNames, sharedDomain } from '../own-domain/names.ts';
import type { FlowRules } from './flow-rules.ts';
import { createSignature } from './symbolic-constraints.ts';

export interface ContainerKind {
  /** Sorted; a kind has at least one. */
  readonly domains: readonly string[];
  /** True where containers share the domain, so that categories alone isolate them. */
  readonly isShared: boolean;
  /** Domains of other containers whose types these may do something to. */
  readonly touched: readonly string[];
}

/** True for a domain of containers, by its attribute or by its name: one that has lost the attribute is one all the same. */
export function isDomain(policy: LoadedPolicy, type: string): boolean {
  if (type === sharedDomain || includesType(policy, 'bulkhead_domain', type)) return true;
  const owner = ownerOfPolicyName(type);
  return owner !== undefined && policyNames(owner).domain === type;
}

/** The kinds, by their first domains. */
export function kindsOf(rules: FlowRules): readonly ContainerKind[] {
  const { policy } = rules;
  const constraintsOf = createSignature(policy);
  const kinds = new Map<string, { domains: string[]; touched: ReadonlySet<string> }>();
  for (const domain of [...policy.types].filter((type) => isDomain(policy, type)).sort()) {
    const { key, touched } = describe(rules, domain, constraintsOf);
    const kind = kinds.get(key) ?? { domains: [], touched };
    kinds.set(key, kind);
    kind.domains.push(domain);
  }
  return [...kinds.values()].map(({ domains, touched }) => ({
    domains,
    isShared: ownerOfPolicyName(domains[0] ?? '') === undefined,
    touched: [...touched].sort(),
  }));
}

/** Gives the type that another owner has for the same purpose. */
export function typeOfOwner(type: string, domain: string): string {
  const [from, to] = [ownerOfPolicyName(type), ownerOfPolicyName(domain)];
  if (from === undefined || to === undefined) return type;
  return policyNames(to).module + type.slice(policyNames(from).module.length);
}

/**
 * `key` is the same for domains that are granted and denied the same, with the types of each owner under one name and
 * those of other owners as they are.
 */
function describe(
  rules: FlowRules,
  domain: string,
  constraintsOf: (type: string) => string,
): { readonly key: string; readonly touched: ReadonlySet<string> } {
  const owner = ownerOfPolicyName(domain);
  const touched = new Set<string>();
  const own = new Set<string>();
  const granted = new Map<string, Set<string>>();
  for (const { rule } of rules.ofSource(domain))
    for (const type of rules.targetsOf(rule, domain)) {
      const other = ownerOfPolicyName(type);
      const isOwn = other !== undefined && other === owner;
      if (isOwn) own.add(type);
      else if (other !== undefined) touched.add(policyNames(other).domain);
      const key = `${isOwn ? nameOfOwn(type, owner) : type}:${rule.class}`;
      const permissions = granted.get(key) ?? new Set();
      granted.set(key, permissions);
      for (const permission of rule.permissions) permissions.add(permission);
    }
  const lines = [
    ...[...granted].map(([key, permissions]) => `${key} ${[...permissions].sort().join(' ')}`),
    ...[...own].map((type) => `${nameOfOwn(type, owner ?? '')} ${constraintsOf(type)}`),
  ].sort();
  return { key: [owner === undefined ? domain : '', constraintsOf(domain), ...lines].join('\n'), touched };
}

function nameOfOwn(type: string, owner: string): string {
  return `@${type.slice(policyNames(owner).module.length)}`;
}
