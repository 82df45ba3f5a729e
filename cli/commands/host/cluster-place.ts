// SPDX-License-Identifier: Apache-2.0
/** `cluster place`, and the place of what `cluster create` creates: the member with the least load that fits. */

import type { Command } from 'commander';
import { fail } from '../../../contract/errors.ts';
import type { ClusterMember } from '../../../contract/model/host/cluster.ts';
import {
  type PlaceObstacle,
  type PlaceWanted,
  type RankedMember,
  rankMembers,
} from '../../../contract/rules/rank-members.ts';
import { say } from '../../../contract/text.ts';
import type { Client } from '../../../rpc/client.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes, formatCount } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

interface PlaceOptions extends PlaceWanted {
  readonly group?: string;
  readonly notBeside?: readonly string[];
}

/** Adds the options that say which members fit. */
export function addPlaceOptions(command: Command): Command {
  return command
    .option('--group <group>', 'only members of this group of the cluster')
    .option('--not-beside <name>', 'no member on which this container is; may be given again', collect);
}

export function addPlace(cluster: Command, act: Registry['act']): void {
  const place = cluster
    .command('place')
    .summary('show where a container would be created')
    .description(
      'The members of the cluster, those that fit first and among them the one with the least load, where ' +
        '`cluster create --place` would create a container. Load is that of the last minute. Changes nothing. With --json a ' +
        'line for each member.',
    )
    .option('--pool <pool>', 'only members that have room in this storage pool');
  addPlaceOptions(place)
    .addHelpText('after', examples('cluster place --pool fast', 'cluster place --group web --not-beside db'))
    .action((options: PlaceOptions) => act((context) => show(context, options)));
}

/** The name of the best member; undefined where there is no cluster. Fails with `container-failed` where none fits. */
export async function chooseMember(
  context: CommandContext,
  client: Client,
  { name, ...wanted }: PlaceWanted & { readonly name: string },
): Promise<string | undefined> {
  const [best] = await rank(context, client, wanted);
  if (best?.obstacle !== undefined)
    fail('container-failed', { name, reason: say('no member of the cluster fits; see bulkheadctl cluster place') });
  return best?.member.name;
}

async function rank({ signal }: CommandContext, client: Client, wanted: PlaceWanted): Promise<readonly RankedMember[]> {
  const { cluster } = await client.request('cluster.members', {}, { signal });
  const { containers } = await client.request('container.list', {}, { signal });
  return rankMembers(cluster?.members ?? [], containers, wanted);
}

async function show(context: CommandContext, wanted: PlaceOptions): Promise<undefined> {
  const { output } = context;
  const ranked = await withClient(context, (client) => rank(context, client, wanted));
  if (output.isJson) for (const one of ranked) await output.json(rankedJson(one));
  else if (ranked.length === 0) await output.note('Incus on this host is no member of a cluster.');
  else await output.write(formatTable(ranked, columnsFor(wanted), output));
}

function columnsFor({ pool }: PlaceWanted): readonly Column<RankedMember>[] {
  const room: Column<RankedMember> = {
    title: 'FREE IN POOL',
    cell: ({ member }) => formatBytes(roomOf(member, pool)),
    isNumber: true,
  };
  return [
    { title: 'MEMBER', cell: ({ member }) => member.name },
    { title: 'LOAD', cell: ({ member }) => member.load?.toFixed(2) ?? absent, isNumber: true },
    { title: 'FREE MEMORY', cell: ({ member }) => formatBytes(member.freeMemoryBytes), isNumber: true },
    { title: 'CONTAINERS', cell: ({ member }) => formatCount(member.containers), isNumber: true },
    ...(pool === undefined ? [] : [room]),
    {
      title: 'FITS',
      cell: ({ obstacle }) => (obstacle === undefined ? 'yes' : obstacleWords(obstacle)),
      colour: ({ obstacle }) => (obstacle === undefined ? 'green' : 'yellow'),
    },
  ];
}

function roomOf({ pools }: ClusterMember, pool: string | undefined): number | null {
  const found = pools.find(({ name }) => name === pool);
  return found === undefined ? null : found.totalBytes - found.usedBytes;
}

function obstacleWords(obstacle: PlaceObstacle): string {
  switch (obstacle.kind) {
    case 'state':
      return 'no: not online';
    case 'pool':
      return 'no: no room in the pool';
    case 'group':
      return 'no: not in the group';
    case 'beside':
      return `no: ${obstacle.container} is on it`;
  }
}

/** Field names are an interface: added to, never renamed. */
function rankedJson({ member, obstacle }: RankedMember): object {
  return {
    member: member.name,
    fits: obstacle === undefined,
    why: obstacle?.kind ?? null,
    load: member.load,
    free_memory: member.freeMemoryBytes,
    containers: member.containers,
  };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
