// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that the policy grants a domain, attributes expanded, as one bit for each distinct access. A domain such
 * as spc_t has two million, which sets of names could not hold.
 */

import { holds } from '../condition.ts';
import { type LoadedPolicy, realType, type Rule, type RuleKind } from '../loaded-policy.ts';

/** The accesses of one class. */
export interface ClassAccesses {
  readonly class: string;
  /** Names at most 32 permissions, as in the kernel: bit n of a vector stands for the n-th. */
  readonly permissions: readonly string[];
  /** Holds the permissions by the place of the type in `types`. */
  readonly vectors: Uint32Array;
}

export interface GrantedAccesses {
  readonly domain: string;
  readonly types: readonly string[];
  readonly classes: readonly ClassAccesses[];
}

/**
 * The allow rules, or those of another kind, that hold with the policy's booleans; constraints are not considered.
 * `domain` is a type of the policy.
 */
export function grantedAccesses(policy: LoadedPolicy, domain: string, kind: RuleKind = 'allow'): GrantedAccesses {
  const types = [...policy.types];
  const places = new Map(types.map((type, place) => [type, place]));
  const sources = sourceNames(policy, domain);
  const expanded = new Map<string, readonly number[]>();

  function placesOf(target: string): readonly number[] {
    const known = expanded.get(target);
    if (known !== undefined) return known;
    const names = target === 'self' ? [domain] : (policy.attributes.get(target) ?? [realType(policy, target)]);
    const found = [...names].flatMap((name) => places.get(name) ?? []);
    expanded.set(target, found);
    return found;
  }

  const classes: ClassAccesses[] = [];
  for (const [className, rules] of policy.rules) {
    const mine = rules.filter(
      (rule) => rule.kind === kind && sources.has(rule.source) && holds(rule.condition, policy.booleans),
    );
    if (mine.length === 0) continue;
    const permissions = permissionsOf(policy, className);
    const vectors = new Uint32Array(types.length);
    for (const rule of mine) {
      const vector = vectorOf(rule, permissions);
      for (const place of placesOf(rule.target)) vectors[place] = (vectors[place] ?? 0) | vector;
    }
    classes.push({ class: className, permissions, vectors });
  }
  return { domain, types, classes };
}

/** The number of accesses in a vector: its bits that are set. */
export function bitsIn(vector: number): number {
  let count = 0;
  for (let rest = vector; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** What a rule may name as its source to be about the domain. */
function sourceNames(policy: LoadedPolicy, domain: string): ReadonlySet<string> {
  const names = new Set([domain]);
  for (const [attribute, types] of policy.attributes) if (types.has(domain)) names.add(attribute);
  for (const [alias, type] of policy.aliases) if (type === domain) names.add(alias);
  return names;
}

function permissionsOf(policy: LoadedPolicy, className: string): readonly string[] {
  const permissions = [...(policy.classes.get(className) ?? [])];
  if (permissions.length > 32)
    throw new Error(`cannot count the class ${className}: it has more permissions than a kernel takes`);
  return permissions;
}

function vectorOf({ permissions: granted }: Rule, permissions: readonly string[]): number {
  let vector = 0;
  for (const permission of granted) {
    const bit = permissions.indexOf(permission);
    if (bit !== -1) vector |= 1 << bit;
  }
  return vector;
}
