// SPDX-License-Identifier: Apache-2.0
/**
 * Says which rules of containers the deny rules take away again (policy/selinux/bulkhead-deny.cil): those about types
 * of the host that neither Bulkhead's modules nor the module of a container name.
 */

import { includesType, type LoadedPolicy, realType, typesOf } from './loaded-policy.ts';
import { sharedDomain } from './own-domain/names.ts';

/** Holds the domains of containers, and so the shared one, where the deny rules are installed. */
const reachable = 'bulkhead_reachable';
/** What containers have: also where a type is newer than the list above. */
const ofContainers = ['bulkhead_domain', 'bulkhead_content', 'bulkhead_shared', 'bulkhead_terminal'];

/**
 * True when an allow rule from this source to this target has no effect: its module has to say first that it is about
 * that type. Both may be attributes.
 */
export function isTakenAway(
  policy: LoadedPolicy,
  { source, target }: { readonly source: string; readonly target: string },
): boolean {
  if (!includesType(policy, reachable, sharedDomain) || !includesType(policy, 'bulkhead_domain', source)) return false;
  if (target === 'self') return false;
  return typesOf(policy, realType(policy, target)).some(
    (type) => ![reachable, ...ofContainers].some((attribute) => includesType(policy, attribute, type)),
  );
}
