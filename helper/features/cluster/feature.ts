// SPDX-License-Identifier: Apache-2.0
/** The cluster of Incus that the host is a member of. */

import { existsSync } from 'node:fs';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { Cluster, ClusterMember } from '../../../contract/model/host/cluster.ts';
import { proveMembership } from '../../incus/cluster-secret.ts';
import { failWithoutMajority } from '../../incus/cluster-members.ts';
import { listMembers, type MemberState, type IncusMemberEntry, readMemberState } from '../../incus/incus-cluster.ts';
import type { IncusClient } from '../../incus/incus-client.ts';
import { readServer } from '../../incus/incus-server.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { Containers } from '../containers/ports/containers.ts';

export interface ClusterFeature {
  readonly handlers: HandlersOf<OperationsOf<'cluster'>>;
}

export interface ClusterFeatureOptions {
  readonly client: IncusClient;
  readonly containers: Pick<Containers, 'list' | 'createInIncus' | 'moveInIncus' | 'evacuateInIncus'>;
}

const states: Readonly<Record<string, ClusterMember['state']>> = {
  online: 'online',
  evacuated: 'evacuated',
  offline: 'offline',
};

export function createClusterFeature({ client, containers }: ClusterFeatureOptions): ClusterFeature {
  async function read(challenge: string | undefined, signal: AbortSignal): Promise<Cluster> {
    const { environment } = (await readServer(client, signal)).value;
    const version = environment?.server_version ?? '';
    if (environment?.server_clustered !== true) return { version, proof: null, member: null, members: [] };
    const entries = await listMembers(client, signal);
    const all = (await containers.list(signal)).filter((one) => canEngine(one, 'move'));
    const members = entries.map(async (entry) => {
      const own = all.filter(({ member }) => member === entry.server_name);
      // One that is not there does not say how it is.
      const state = await readMemberState(client, entry.server_name, signal).catch(() => undefined);
      return memberOf(entry, state, {
        containers: own.length,
        running: own.filter(({ state: one }) => one === 'running').length,
      });
    });
    // What keeps it from proving that it is a member keeps nobody from the list.
    const proof =
      challenge === undefined
        ? null
        : await proveMembership(client, { challenge, members: entries.map(identify) }, signal).catch(() => null);
    return { version, proof, member: environment.server_name, members: await Promise.all(members) };
  }

  return {
    handlers: {
      'cluster.move': (params, { signal }) => containers.moveInIncus(params, signal),
      'cluster.evacuate': ({ member }, { signal }) =>
        containers.evacuateInIncus({ action: 'evacuate', member }, signal),
      'cluster.restore': ({ member }, { signal }) => containers.evacuateInIncus({ action: 'restore', member }, signal),
      'cluster.create': (params, { signal }) => containers.createInIncus(params, signal),
      async 'cluster.members'({ challenge }, { signal }) {
        if (!existsSync(client.transport.socketPath)) return { cluster: null };
        try {
          return { cluster: await read(challenge, signal) };
        } catch (error) {
          failWithoutMajority(error);
        }
      },
    },
  };
}

/** Another machine may get the name of one that was removed. */
function identify({ server_name: name, url }: IncusMemberEntry): string {
  return `${name} ${url}`;
}

function memberOf(
  { server_name: name, url, status, message, roles, groups }: IncusMemberEntry,
  state: MemberState | undefined,
  counts: Pick<ClusterMember, 'containers' | 'running'>,
): ClusterMember {
  const system = state?.sysinfo;
  return {
    name,
    message,
    roles,
    groups,
    ...counts,
    address: URL.canParse(url) ? new URL(url).hostname : null,
    state: states[status.toLowerCase()] ?? 'other',
    load: system?.load_averages[0] ?? null,
    // Incus 6.0.4 does not say how many.
    cpus: system?.logical_cpus || null,
    memoryBytes: system?.total_ram ?? null,
    freeMemoryBytes: system === undefined ? null : system.free_ram + system.buffered_ram,
    pools: Object.entries(state?.storage_pools ?? {}).flatMap(([pool, { space }]) =>
      space === undefined ? [] : [{ name: pool, usedBytes: space.used, totalBytes: space.total }],
    ),
  };
}
