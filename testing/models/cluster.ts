// SPDX-License-Identifier: Apache-2.0
/** Members of a cluster of Incus, for tests. */

import type { Cluster, ClusterMember } from '../../contract/model/host/cluster.ts';

/** Makes a member that is online, with some room and one container; `changes` replaces any of it. */
export function someMember(name: string, changes: Partial<ClusterMember> = {}): ClusterMember {
  return {
    name,
    address: null,
    state: 'online',
    message: 'Fully operational',
    roles: [],
    groups: ['default'],
    containers: 1,
    running: 1,
    load: 1,
    cpus: 4,
    memoryBytes: 2 ** 31,
    freeMemoryBytes: 2 ** 30,
    pools: [{ name: 'fast', usedBytes: 2 ** 30, totalBytes: 2 ** 32 }],
    ...changes,
  };
}

/** The cluster of these members; the first is the one that is asked. */
export function clusterOf(...members: readonly ClusterMember[]): Cluster {
  return { version: '6.0.4', proof: null, member: members[0]?.name ?? null, members: [...members] };
}
