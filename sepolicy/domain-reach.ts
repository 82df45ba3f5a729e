// SPDX-License-Identifier: Apache-2.0
/**
 * Says which domains a process can come to, step by step, by the transitions that a policy allows, and what they may do
 * with the host. Rules about what one domain may do see no path of two steps.
 */

import { grantedAccesses } from './count/granted-accesses.ts';
import { includesType, type LoadedPolicy, realType, type Rule } from './loaded-policy.ts';

/** What takes over a host, whatever else a domain may do. */
const grave = {
  'load a policy': { class: 'security', permissions: ['load_policy', 'setenforce', 'setbool'] },
  'load a kernel module': { class: 'system', permissions: ['module_load'] },
  'read passwords': { class: 'file', permissions: ['read'], types: ['shadow_t', 'shadow_history_t'] },
  'use the memory of the host': { class: 'chr_file', permissions: ['read', 'write'], types: ['memory_device_t'] },
  'use the memory of other processes': { class: 'process', permissions: ['ptrace'], isOfOthers: true },
} as const satisfies Readonly<Record<string, GraveRight>>;

interface GraveRight {
  readonly class: string;
  readonly permissions: readonly string[];
  /** Towards these alone; towards any when left out. */
  readonly types?: readonly string[];
  /** Towards another domain than its own and those of containers. */
  readonly isOfOthers?: true;
}

type Gravity = keyof typeof grave;

export interface GraveDomain {
  /** Lists the domains from the first one to this one. */
  readonly path: readonly string[];
  readonly rights: readonly Gravity[];
}

/**
 * The first domains with such rights that `start` reaches, by the shortest path to each; `start` alone when it has some
 * itself. What lies behind one of them is not followed: a domain with such rights reaches everything. Entry points are not
 * looked at: it may reach fewer.
 */
export function reachGraveDomains(policy: LoadedPolicy, start: string): readonly GraveDomain[] {
  const asked = withAskedRules(policy);
  const paths = new Map<string, readonly string[]>([[start, [start]]]);
  const found: GraveDomain[] = [];
  // Map's iteration goes on with what is added meanwhile.
  for (const [domain, path] of paths) {
    const accesses = accessesOf(asked, domain);
    const rights = rightsOf(policy, domain, accesses);
    if (rights.length > 0) {
      found.push({ path, rights });
      continue;
    }
    for (const next of accesses.targets('process', transitions)) if (!paths.has(next)) paths.set(next, [...path, next]);
  }
  return found;
}

const transitions = ['transition', 'dyntransition'];

/** The policy with those rules alone that such rights and transitions can come from: a few of a hundred thousand. */
function withAskedRules(policy: LoadedPolicy): LoadedPolicy {
  const asked = [{ class: 'process', permissions: transitions }, ...Object.values<GraveRight>(grave)];
  const isAsked = (rule: Rule): boolean =>
    asked.some(
      ({ class: className, permissions, types }: GraveRight) =>
        rule.class === className &&
        rule.permissions.some((permission) => permissions.includes(permission)) &&
        (types?.some((type) => includesType(policy, realType(policy, rule.target), type)) ?? true),
    );
  const classes = [...new Set(asked.map((right) => right.class))];
  return { ...policy, rules: new Map(classes.map((name) => [name, (policy.rules.get(name) ?? []).filter(isAsked)])) };
}

interface Accesses {
  /** The types towards which a domain has one of these permissions. */
  targets(className: string, permissions: readonly string[]): readonly string[];
}

function accessesOf(policy: LoadedPolicy, domain: string): Accesses {
  const { classes, types } = grantedAccesses(policy, domain);
  return {
    targets(className, permissions) {
      const found = classes.find((each) => each.class === className);
      const mask = (found?.permissions ?? []).reduce(
        (bits, name, bit) => (permissions.includes(name) ? bits | (1 << bit) : bits),
        0,
      );
      return types.filter((_, place) => ((found?.vectors[place] ?? 0) & mask) !== 0);
    },
  };
}

function rightsOf(policy: LoadedPolicy, domain: string, accesses: Accesses): readonly Gravity[] {
  const containers = policy.attributes.get('bulkhead_domain');
  return (Object.keys(grave) as Gravity[]).filter((name) => {
    const { class: className, permissions, types, isOfOthers }: GraveRight = grave[name];
    return accesses
      .targets(className, permissions)
      .some(
        (target) =>
          (types?.includes(target) ?? true) &&
          (isOfOthers !== true || (target !== domain && containers?.has(target) !== true)),
      );
  });
}
