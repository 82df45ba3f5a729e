// SPDX-License-Identifier: Apache-2.0
/** Who is in the cluster: names and addresses, which are frozen with the snapshot of its members. */

import type { Member } from '../incus/preseed.ts';

export interface ClusterMember extends Member {
  readonly hardwareAddress: string;
}

/** Incus needs three for a majority that outlives one of them. */
export const minMembers = 3;
export const maxMembers = 5;

/** The first is the one on which the cluster begins. */
export function clusterMembers(count: number): readonly ClusterMember[] {
  if (!Number.isInteger(count) || count < minMembers || count > maxMembers)
    throw new Error(`cannot start a cluster of ${count}: it has ${minMembers} to ${maxMembers} members`);
  return Array.from({ length: count }, (_, place) => {
    const number = place + 1;
    return {
      name: `cluster-${number}`,
      address: `10.78.0.${10 + number}`,
      hardwareAddress: `52:54:00:78:00:1${number}`,
    };
  });
}

/** The labs in which the members run. */
export function labNames(cluster: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, place) => `${cluster}-${place + 1}`);
}
