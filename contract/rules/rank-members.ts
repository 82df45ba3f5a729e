// SPDX-License-Identifier: Apache-2.0
/** Ranks the members of a cluster that a new container can be on, the one with the least load first. */

import type { Container } from '../model/containers/container.ts';
import type { ClusterMember } from '../model/host/cluster.ts';

/** What is wanted of the member; what is left out does not matter. */
export interface PlaceWanted {
  /** A storage pool that it has. */
  readonly pool?: string | undefined;
  /** A group of members that it is in. */
  readonly group?: string | undefined;
  /** Names of containers that are not to be on it. */
  readonly notBeside?: readonly string[] | undefined;
}

/** Why a member is none of those that fit; `beside` names the container that is on it. */
export type PlaceObstacle =
  { readonly kind: 'state' | 'pool' | 'group' } | { readonly kind: 'beside'; readonly container: string };

export interface RankedMember {
  readonly member: ClusterMember;
  /** Undefined where it fits. */
  readonly obstacle: PlaceObstacle | undefined;
}

/**
 * Puts the members that fit first: by load, then by free memory, then by the number of their containers. A member whose
 * load nobody knows comes after all whose load is known.
 */
export function rankMembers(
  members: readonly ClusterMember[],
  containers: readonly Pick<Container, 'name' | 'member'>[],
  wanted: PlaceWanted,
): readonly RankedMember[] {
  return members
    .map((member) => ({ member, obstacle: obstacleOf(member, containers, wanted) }))
    .toSorted((one, other) => compare(keysOf(one), keysOf(other)) || (one.member.name < other.member.name ? -1 : 1));
}

function obstacleOf(
  { name, state, pools, groups }: ClusterMember,
  containers: readonly Pick<Container, 'name' | 'member'>[],
  { pool, group, notBeside = [] }: PlaceWanted,
): PlaceObstacle | undefined {
  if (state !== 'online') return { kind: 'state' };
  if (group !== undefined && !groups.includes(group)) return { kind: 'group' };
  if (pool !== undefined && !pools.some((one) => one.name === pool && one.usedBytes < one.totalBytes))
    return { kind: 'pool' };
  const other = containers.find((one) => one.member === name && notBeside.includes(one.name));
  return other === undefined ? undefined : { kind: 'beside', container: other.name };
}

/** The smaller, the better, from the first to the last. */
function keysOf({ member: { load, freeMemoryBytes, containers }, obstacle }: RankedMember): readonly number[] {
  return [obstacle === undefined ? 0 : 1, load ?? Infinity, -(freeMemoryBytes ?? 0), containers];
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [place, key] of one.entries()) {
    const otherKey = other[place] ?? 0;
    if (key !== otherKey) return key < otherKey ? -1 : 1;
  }
  return 0;
}
