// SPDX-License-Identifier: Apache-2.0
/** `cluster`: the cluster of Incus that the host is a member of. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { ClusterMember } from '../../../contract/model/host/cluster.ts';
import { isFailureOf, type Item, operations, type Result } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { limitOptions, limitsOfOptions, type LimitValues } from '../../arguments/limit-options.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { describeContainers, isolationRow } from '../../format/container-row.ts';
import { isolationColumn } from '../../format/columns/isolation-column.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes, formatCount } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { addMove } from './cluster-move.ts';
import { addPlace, addPlaceOptions, chooseMember } from './cluster-place.ts';

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
  cluster
    .command('ls')
    .summary('its containers, by member')
    .description(
      'The containers of Incus by member, with the state and whether each is isolated. That ' +
        'is known of those on the host that is asked; of a member that is away, not even whether they run. With --json a ' +
        'line for each container.',
    )
    .addHelpText('after', examples('cluster ls', '--host one cluster ls --json'))
    .action(() => act(listByMember));
  addMove(cluster, act);
  for (const action of ['evacuate', 'restore'] as const)
    cluster
      .command(`${action} <member>`)
      .summary(evacuationSummaries[action])
      .description(operations[`cluster.${action}`].summary)
      .addHelpText('after', examples(`cluster ${action} two`, `cluster ${action} two --json`))
      .action((member: string) => act((context) => evacuate(context, action, member)));
  addPlace(cluster, act);
  const create = cluster
    .command('create <name>')
    .summary('have Incus create a confined container')
    .description(operations['cluster.create'].summary)
    .requiredOption('--image <image>', 'an image that Incus has, by its alias or fingerprint')
    .requiredOption(
      '--pool <pool>',
      'a storage pool: a mount labels all files at once on lvm, ceph, and zfs with zfs.block_mode, and on others each ' +
        'file is labelled',
    )
    .option(
      '--member <member>',
      'the member that it is to be on; when this is left out Incus chooses, or with --start this member',
    )
    .option('--place', 'on the member with the least load that fits, as cluster place shows them')
    .option('--start', 'start it as soon as it is created')
    .addHelpText('after', examples('cluster create web --image debian-13 --pool fast --start'));
  addPlaceOptions(create);
  for (const { name, value, words, parse } of offeredLimits) create.option(`--${name} ${value}`, words, parse);
  create.action((name: string, options: CreateOptions) => act((context) => createOne(context, name, options)));
}

/** Lists the limits that Incus has. */
const offeredLimits = limitOptions.filter(({ key }) => ['memoryBytes', 'cpus', 'pids', 'diskBytes'].includes(key));

interface CreateOptions extends LimitValues {
  readonly image: string;
  readonly pool: string;
  readonly member?: string;
  readonly place?: boolean;
  readonly group?: string;
  readonly notBeside?: readonly string[];
  readonly start?: boolean;
}

async function createOne(context: CommandContext, name: string, options: CreateOptions): Promise<undefined> {
  const { image, pool, start = false } = options;
  const { output, signal, environment } = context;
  const { memoryBytes, cpus, pids, diskBytes } = limitsOfOptions(options);
  const params = {
    name,
    image,
    pool,
    start,
    limits: { memoryBytes, cpus, pids, diskBytes },
  };
  const rows = await withClient(context, async (client) => {
    const member = await memberOf(context, client, name, options);
    const container = await client.request(
      'cluster.create',
      { ...params, ...(member !== undefined && { member }) },
      { signal },
    );
    return output.isJson ? describeContainers(client, [container], { signal, now: environment.now() }) : [container];
  });
  for (const row of rows) {
    if (output.isJson) await output.json(row);
    else await output.note(`Created ${name}${row.member === null ? '' : ` on ${row.member}`}.`);
  }
}

/** Undefined where Incus chooses. */
async function memberOf(
  context: CommandContext,
  client: Client,
  name: string,
  { member, place = false, pool, group, notBeside }: CreateOptions,
): Promise<string | undefined> {
  const isWanted = place || group !== undefined || notBeside !== undefined;
  if (isWanted && member !== undefined)
    throw new UsageError('--member names the place; leave out --place, --group and --not-beside');
  return isWanted ? chooseMember(context, client, { name, pool, group, notBeside }) : member;
}

type EvacuationAction = 'evacuate' | 'restore';
type Evacuation = Result<'cluster.evacuate'>['containers'][number];

const evacuationSummaries: Readonly<Record<EvacuationAction, string>> = {
  evacuate: 'move the containers of a member to others',
  restore: 'bring the containers of an evacuated member back',
};
const arrivalWords: Readonly<Record<Evacuation['arrival'], string>> = {
  verified: 'runs in its context',
  stopped: 'does not run',
  killed: 'killed: not in its context',
  'not-judged': 'runs, not judged',
};
const evacuationColumns: readonly Column<Evacuation>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'MEMBER', cell: ({ member }) => member },
  { title: 'STATE', cell: ({ arrival }) => arrivalWords[arrival] },
];

async function evacuate(context: CommandContext, action: EvacuationAction, member: string): Promise<undefined> {
  const { output, signal, environment } = context;
  await withClient(context, async (client) => {
    const call = client.stream(`cluster.${action}`, { member }, { signal });
    const progress = createProgressLine(environment.stderr, output);
    try {
      for await (const item of call) {
        if (output.isQuiet) continue;
        if (output.isJson) await output.json(item);
        else await progress.show(evacuationWords(item));
      }
    } finally {
      await progress.clear();
    }
    const { containers } = await call.result;
    if (output.isJson) await output.json({ done: { member, containers } });
    else if (output.isQuiet) return;
    else if (containers.length === 0) await output.note(`no containers were moved`);
    else await output.write(formatTable(containers, evacuationColumns, output));
  });
}

function evacuationWords({ step, name, member }: Item<'cluster.evacuate'>): string {
  if (step === 'check') return `${name ?? ''}: asking the helpers of the members where it may come to`;
  if (step === 'verify') return `${name ?? ''}: waiting for its context`;
  return name === null ? 'Incus moves the containers' : `${name} is on ${member ?? ''}`;
}

interface PlacedContainer {
  readonly container: Container;
  readonly member: ClusterMember | undefined;
}

/** Null where nobody can say: its member does not answer. What has a process here runs here. */
const stateOf = ({ container, member }: PlacedContainer): string | null =>
  container.initPid !== null || container.member === null || member?.state === 'online' || member?.state === 'evacuated'
    ? container.state
    : null;

const placedColumns: readonly Column<PlacedContainer>[] = [
  { title: 'MEMBER', cell: ({ container }) => container.member ?? absent },
  { title: 'NAME', cell: ({ container }) => container.name },
  { title: 'STATE', cell: (one) => stateOf(one) ?? 'not known' },
  isolationColumn(({ container }) => container.isolation.state),
  { title: 'CONTEXT', cell: ({ container }) => container.context ?? absent },
];

async function listByMember(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { cluster, containers } = await withClient(context, async (client) => {
    const { containers: all } = await client.request('container.list', {}, { signal });
    try {
      return { containers: all, ...(await client.request('cluster.members', {}, { signal })) };
    } catch (error) {
      // A cluster without a majority still lets the host say what runs on it.
      if (!isFailureOf('cluster.members', error) || error.code !== 'incus-unavailable') throw error;
      await output.note(error.message);
      return { containers: all, cluster: undefined };
    }
  });
  const placed = containers
    .filter((one) => canEngine(one, 'move'))
    .map((container) => ({ container, member: cluster?.members.find(({ name }) => name === container.member) }))
    .sort((one, other) => placeOf(one).localeCompare(placeOf(other)));
  if (output.isJson) for (const one of placed) await output.json(placedJson(one));
  else if (cluster === null) await output.note('There is no Incus on this host.');
  else {
    await output.write(formatTable(placed, placedColumns, output));
    for (const { name, state, message } of cluster?.members ?? [])
      if (state !== 'online') await output.note(`${name} is ${state}: ${message}`);
  }
}

const placeOf = ({ container }: PlacedContainer): string => `${container.member ?? ''}/${container.name}`;

/** Field names are an interface: added to, never renamed. */
function placedJson(one: PlacedContainer): object {
  const { container, member } = one;
  return {
    name: container.name,
    member: container.member,
    member_state: member?.state ?? null,
    state: stateOf(one),
    confinement_mode: container.confinementMode,
    ...isolationRow(container),
    context: container.context,
    is_managed: container.isManaged,
  };
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
    address: member.address,
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
