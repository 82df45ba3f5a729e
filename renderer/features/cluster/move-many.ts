// SPDX-License-Identifier: Apache-2.0
/** Moves several containers of Incus, one after another, as one operation of the window. */

import { fail } from '../../../contract/errors.ts';
import { rankMembers } from '../../../contract/rules/rank-members.ts';
import type { Client } from '../../../rpc/client.ts';
import { t } from '../../lib/language/t.ts';
import { actionTexts } from '../containers/states/action-texts.ts';
import type { BulkAction } from '../containers/states/bulk.ts';
import { useContainers } from '../containers/containers.ts';

/**
 * Moves containers to this member; undefined means the one that has the least load when the turn of a container comes.
 */
export function movingTo(member: string | undefined): BulkAction {
  return {
    texts: actionTexts.move,
    // Each copies its files over the network of the cluster.
    atOnce: 1,
    async run(client, name, signal) {
      const target = member ?? (await leastLoaded(client, name, signal));
      const state = useContainers.getState().byName.get(name)?.state ?? 'stopped';
      const stream = client.stream('cluster.move', { name, member: target, stop: state !== 'stopped' }, { signal });
      for await (const _ of stream) signal.throwIfAborted();
      return stream.result;
    },
  };
}

async function leastLoaded(client: Client, name: string, signal: AbortSignal): Promise<string> {
  const { cluster } = await client.request('cluster.members', {}, { signal });
  const here = useContainers.getState().byName.get(name)?.member;
  const [best] = rankMembers(cluster?.members.filter((one) => one.name !== here) ?? [], [], {});
  if (best === undefined || best.obstacle !== undefined)
    fail('container-failed', { name, reason: t('no other member of the cluster is online') });
  return best.member.name;
}
