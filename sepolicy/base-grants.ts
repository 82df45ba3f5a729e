// SPDX-License-Identifier: Apache-2.0
/**
 * What every container's domain may do by an attribute that all of them have, whatever a module of one of them says.
 */

import type { Opening } from '../contract/model/denials/explanation.ts';
import { holds } from './condition.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';
import { sharedDomain } from './own-domain/names.ts';

/**
 * Openings without what the shared domain has by the same attributes: a fresh module opens only what it says itself.
 */
export function beyondBase(policy: LoadedPolicy, openings: readonly Opening[]): readonly Opening[] {
  return openings.flatMap((opening) => {
    const base = baseGrants(policy, opening);
    const permissions = opening.permissions.filter((permission) => !base.has(permission));
    return permissions.length === 0 ? [] : [{ ...opening, permissions }];
  });
}

/**
 * What the shared domain may do to itself and a domain of its own has by choice only (bulkhead_common in
 * policy/selinux/bulkhead.cil): a compiled policy does not tell it from what every container may.
 */
export const ofSharedAlone: Readonly<Record<string, readonly string[]>> = {
  process: ['execmem'],
  netlink_tcpdiag_socket: [
    'bind',
    'connect',
    'create',
    'getattr',
    'getopt',
    'ioctl',
    'nlmsg_read',
    'read',
    'setopt',
    'shutdown',
    'write',
  ],
};

/** The permissions of an access that its source has by attributes which the shared domain has too. */
function baseGrants(policy: LoadedPolicy, { source, target, class: className }: Opening): ReadonlySet<string> {
  const granted = new Set<string>();
  for (const rule of policy.rules.get(className) ?? []) {
    if (rule.kind !== 'allow' || !holds(rule.condition, policy.booleans)) continue;
    const isBase =
      rule.source === sharedDomain
        ? rule.target === 'self'
        : includesType(policy, rule.source, source) && includesType(policy, rule.source, sharedDomain);
    const isTarget =
      rule.target === 'self' ? target === source : rule.target === target || includesType(policy, rule.target, target);
    if (!isBase || !isTarget) continue;
    const alone = rule.source === sharedDomain ? (ofSharedAlone[className] ?? []) : [];
    for (const permission of rule.permissions) if (!alone.includes(permission)) granted.add(permission);
  }
  return granted;
}
