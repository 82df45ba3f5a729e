// SPDX-License-Identifier: Apache-2.0
/** Which role somebody has by the grants: pure. Who has a role has exactly that; who has none has polkit's answers. */

import { type Role, roles } from '../../contract/actions.ts';
import type { Grant } from '../../contract/model/access/access.ts';

/** Who somebody is by the host's databases. */
export interface Subject {
  /** The number as text for one whom they do not name. */
  readonly user: string;
  readonly uid: number;
  readonly groups: ReadonlySet<string>;
}

/**
 * What a role has to hold for: everything of the host, one container with these tags, or something that each role may
 * ask since it is about no container, or is answered with what may be seen.
 */
export type Reach =
  { readonly kind: 'host' | 'any' } | { readonly kind: 'container'; readonly tags: readonly string[] };

/** `none`: no grant mentions them. `denied`: some do, and none holds for this. */
export type Standing = Role | 'none' | 'denied';

/** Keeps the grants that mention this user. Root's are of no use: polkit lets root do everything. */
export function grantsOf(grants: readonly Grant[], { user, uid, groups }: Subject): readonly Grant[] {
  return grants.filter(({ kind, name }) =>
    kind === 'group' ? groups.has(name) : name === user || name === String(uid),
  );
}

/** The greatest role that holds for it. Takes the grants of one subject. */
export function standingOf(own: readonly Grant[], reach: Reach): Standing {
  if (own.length === 0) return 'none';
  const held = own.filter(
    ({ tag }) => tag === null || reach.kind === 'any' || (reach.kind === 'container' && reach.tags.includes(tag)),
  );
  return roles.findLast((role) => held.some((grant) => grant.role === role)) ?? 'denied';
}

/** The tags of the containers that may be seen; null for all. Takes the grants of one subject. */
export function tagsSeen(own: readonly Grant[]): readonly string[] | null {
  if (own.length === 0) return null;
  const tags = own.flatMap(({ tag }) => tag ?? []);
  return own.some(({ tag }) => tag === null) ? null : [...new Set(tags)].sort();
}
