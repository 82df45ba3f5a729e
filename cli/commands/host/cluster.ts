// SPDX-License-Identifier: Apache-2.0
/** `cluster`: the cluster of Incus that the host is a member of. */

import type { ClusterMember } from '../../../contract/model/host/cluster.ts';
import { operations } from '../../../contract/operations/index.ts';
import { limitOptions, limitsOfOptions, type LimitValues } from '../../arguments/limit-options.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { describeContainers } from '../../format/container-row.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes, formatCount } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addCluster({ program, act }: Registry): void {
  const cluster = program
    .command('cluster')
    .summary('the cluster of Incus of the host')
    .description('The cluster of Incus that the host is a member of.');
  cluster
    .command('members')
    .summary('the members, with load and room')
    .description(`${operations['cluster.members'].summary} With --json a line for each member.`)
    .addHelpText('after', examples('cluster members', '--host one cluster members --json'))
    .action(() => act(listMembers));
  const create = cluster
    .command('create <name>')
    .summary('have Incus create a confined container')
    .description(operations['cluster.create'].summary)
    .requiredOption('--image <image>', 'an image that Incus has, by its alias or fingerprint')
    .requiredOption('--pool <pool>', 'a storage pool of block devices: lvm, ceph, or zfs with zfs.block_mode')
    .option('--member <member>', 'the member that it is to be on; Incus chooses when this is left out')
    .option('--start', 'start it as soon as it is created')
    .addHelpText('after', examples('cluster create web --image debian-13 --pool fast --start'));
  for (const { name, value, words, parse } of offeredLimits) create.option(`--${name} ${value}`, words, parse);
  create.action((name: string, options: CreateOptions) => act((context) => createOne(context, name, options)));
}

/** Those that Incus has. */
const offeredLimits = limitOptions.filter(({ field }) => ['memory', 'cpus', 'pids', 'disk'].includes(field));

interface CreateOptions extends LimitValues {
  readonly image: string;
  readonly pool: string;
  readonly member?: string;
  readonly start?: boolean;
}

async function createOne(context: CommandContext, name: string, options: CreateOptions): Promise<undefined> {
  const { image, pool, member, start = false } = options;
  const { output, signal, environment } = context;
  const { memoryBytes, cpus, pids, diskBytes } = limitsOfOptions(options);
  const params = {
    ...{ name, image, pool, start, limits: { memoryBytes, cpus, pids, diskBytes } },
    ...(member !== undefined && { member }),
  };
  const rows = await withClient(context, async (client) => {
    const container = await client.request('cluster.create', params, { signal });
    return output.isJson ? describeContainers(client, [container], { signal, now: environment.now() }) : [container];
  });
  for (const row of rows) {
    if (output.isJson) await output.json(row);
    else await output.note(`Created ${name}${row.member === null ? '' : ` on ${row.member}`}.`);
  }
}

const columns: readonly Column<ClusterMember>[] = [
  { title: 'MEMBER', cell: ({ name }) => name },
  {
    title: 'STATE',
    cell: ({ state }) => state,
    colour: ({ state }) => (state === 'online' ? 'green' : 'yellow'),
  },
  { title: 'CONTAINERS', cell: ({ containers }) => formatCount(containers), isNumber: true },
  { title: 'RUNNING', cell: ({ running }) => formatCount(running), isNumber: true },
  { title: 'LOAD', cell: ({ load }) => load?.toFixed(2) ?? absent, isNumber: true },
  { title: 'CPUS', cell: ({ cpus }) => formatCount(cpus), isNumber: true },
  { title: 'FREE MEMORY', cell: ({ freeMemoryBytes }) => formatBytes(freeMemoryBytes), isNumber: true },
  { title: 'MEMORY', cell: ({ memoryBytes }) => formatBytes(memoryBytes), isNumber: true },
  { title: 'POOLS', cell: ({ pools }) => (pools.length === 0 ? absent : pools.map(poolWords).join(', ')) },
  { title: 'ROLES', cell: ({ roles }) => (roles.length === 0 ? absent : roles.join(',')) },
];

const poolWords = ({ name, usedBytes, totalBytes }: ClusterMember['pools'][number]): string =>
  `${name} ${formatBytes(totalBytes - usedBytes)} free`;

async function listMembers(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { cluster } = await withClient(context, (client) => client.request('cluster.members', {}, { signal }));
  if (output.isJson) {
    for (const member of cluster?.members ?? []) await output.json(memberJson(member, cluster?.member ?? null));
  } else if (cluster === null) await output.note('There is no Incus on this host.');
  else if (cluster.member === null) await output.note('Incus on this host is no member of a cluster.');
  else await output.write(formatTable(cluster.members, columns, output));
}

/** Field names are an interface: added to, never renamed. */
function memberJson(member: ClusterMember, asked: string | null): object {
  return {
    name: member.name,
    is_asked: member.name === asked,
    state: member.state,
    message: member.message,
    roles: member.roles,
    groups: member.groups,
    containers: member.containers,
    running: member.running,
    load: member.load,
    cpus: member.cpus,
    memory_bytes: member.memoryBytes,
    free_memory_bytes: member.freeMemoryBytes,
    pools: member.pools.map(({ name, usedBytes, totalBytes }) => ({
      name,
      used_bytes: usedBytes,
      total_bytes: totalBytes,
    })),
  };
}
