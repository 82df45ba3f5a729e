// SPDX-License-Identifier: Apache-2.0
/** The samples of containers on other members of a cluster, from the helpers there that the window is connected to. */

import type { Client } from '../../../rpc/client.ts';
import { clientOf, shownHostId } from '../../host/connection.ts';
import { onConnected } from '../../host/host-stores.ts';
import { connectedMembers } from '../members/memberships.ts';
import { onViewsChanged } from '../members/member-views.ts';
import { useContainers } from '../containers/containers.ts';
import { addSamplesBeside } from './samples.ts';
import { usageSeconds } from './usage.ts';

interface Followed {
  readonly client: Client;
  readonly abort: AbortController;
}

onConnected(followMembers);

function followMembers(_client: Client, signal: AbortSignal): void {
  const hostId = shownHostId() ?? '';
  const followed = new Map<string, Followed>();

  function follow(): void {
    const members = connectedMembers(hostId);
    for (const [member, { client, abort }] of followed)
      if (clientOf(members.get(member)) !== client) {
        abort.abort();
        followed.delete(member);
      }
    for (const [member, id] of members) {
      const client = clientOf(id);
      if (client === undefined || followed.has(member)) continue;
      const abort = new AbortController();
      followed.set(member, { client, abort });
      void readSamples(member, client, AbortSignal.any([signal, abort.signal]));
    }
  }

  onViewsChanged(hostId, follow, signal);
  follow();
}

async function readSamples(member: string, client: Client, signal: AbortSignal): Promise<void> {
  const isThere = (name: string): boolean => useContainers.getState().byName.get(name)?.member === member;
  try {
    for await (const { samples } of client.stream('sample.watch', { historySeconds: usageSeconds }, { signal }))
      addSamplesBeside(samples, isThere);
  } catch {
    // Without samples its containers have no lines, as without a connection. What its helper denies, its own page says.
  }
}
