// SPDX-License-Identifier: Apache-2.0
/**
 * `network ls|create|rm|change|link|unlink`: who is on which network of the host, and which containers reach each
 * other.
 */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import type { Container, Network } from '../../../contract/model/containers/container.ts';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { interfaceArgument, nameArgument, networkArgument } from '../../arguments/argument-parsers.ts';
import { UsageError } from '../../usage-error.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addNetwork({ program, act }: Registry): void {
  const network = program.command('network').summary('networks of the host, and which containers reach each other');
  network
    .command('ls')
    .summary('show the networks, the containers on them, and their links')
    .description(operations['network.list'].summary)
    .addHelpText('after', examples('network ls', 'network ls --json'))
    .action(() => act(list));
  network
    .command('create')
    .summary('set up a network')
    .description(operations['network.create'].summary)
    .argument('<name>', 'of its bridge', interfaceArgument)
    .option('--net <net>', 'its net, such as 10.0.4.0/24 (default: the next one that is free)')
    .addHelpText('after', examples('network create shop', 'network create shop --net 10.0.40.0/24'))
    .action((name: string, { net }: { readonly net?: string }) => act((context) => create(context, name, net ?? null)));
  network
    .command('rm')
    .summary('remove a network that was set up')
    .description(operations['network.remove'].summary)
    .argument('<name>', 'of its bridge', interfaceArgument)
    .addHelpText('after', examples('network rm shop'))
    .action((name: string) => act((context) => remove(context, name)));
  network
    .command('change')
    .summary('put a container on another network')
    .description(operations['network.change'].summary)
    .argument('<name>', 'name of the container', nameArgument)
    .argument('<network>', 'nat, none, bridge:NAME, or macvlan:INTERFACE', networkArgument)
    .option('--restart', 'stop one that runs, and start it again')
    .addHelpText('after', examples('network change web bridge:shop', 'network change web nat --restart'))
    .action((name: string, to: Network, { restart = false }: ChangeOptions) =>
      act((context) => moveTo(context, { name, network: to, restart })),
    );
  for (const { verb, summary } of [
    { verb: 'link', summary: 'let two containers reach each other' },
    { verb: 'unlink', summary: 'end that two containers reach each other' },
  ] as const)
    network
      .command(verb)
      .summary(summary)
      .description(operations[`network.${verb}`].summary)
      .argument('<name>', 'a container', nameArgument)
      .argument('<other>', 'another one', nameArgument)
      .addHelpText('after', examples(`network ${verb} web db`))
      .action((name: string, other: string) => act((context) => change(context, { verb, name, other })));
}

async function create(context: CommandContext, name: string, net: string | null): Promise<undefined> {
  const params = operations['network.create'].params.safeParse({ name, address: net });
  if (!params.success) throw new UsageError(params.error.issues.map(({ message }) => `${name}: ${message}`).join('; '));
  const { output, signal } = context;
  const made = await withClient(context, (client) => client.request('network.create', params.data, { signal }));
  if (output.isJson) await output.json({ done: made });
  else if (!output.isQuiet) await output.write(`${escapeText(`set up ${made.name}, ${made.address}`)}\n`);
}

async function remove(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('network.remove', { name }, { signal }));
  if (output.isJson) await output.json({ done: { name } });
  else if (!output.isQuiet) await output.write(`removed ${name}\n`);
}

interface ChangeOptions {
  readonly restart?: boolean;
}

async function moveTo(context: CommandContext, { name, network, restart }: NetworkMove): Promise<undefined> {
  const { output } = context;
  const isRestarted = await withClient(context, (client) => changeStopped(context, client, { name, network, restart }));
  if (output.isJson) await output.json({ done: { name, network, restarted: isRestarted } });
  else if (!output.isQuiet)
    await output.write(
      `${name} is on the network ${describeNetwork(network)}${isRestarted ? '' : ' from its next start'}\n`,
    );
}

interface NetworkMove {
  readonly name: string;
  readonly network: Network;
  /** Says whether a running container is stopped for the change. */
  readonly restart: boolean;
}

/**
 * Changes the network of the container, which is stopped for it and started again, whatever comes of the change. Gives
 * whether it ran.
 */
async function changeStopped(
  { signal }: CommandContext,
  client: Client,
  { name, network, restart }: NetworkMove,
): Promise<boolean> {
  const { containers } = restart ? await client.request('container.list', {}, { signal }) : { containers: [] };
  const container = containers.find((one) => one.name === name);
  const isUp = (container?.initPid ?? null) !== null;
  if (isUp) await client.request('container.stop', { name, force: container?.state === 'frozen' }, { signal });
  try {
    await client.request('network.change', { name, network }, { signal });
  } finally {
    if (isUp) await client.request('container.start', { name });
  }
  return isUp;
}

async function change(
  context: CommandContext,
  { verb, name, other }: { readonly verb: 'link' | 'unlink'; readonly name: string; readonly other: string },
): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request(`network.${verb}`, { name, other }, { signal }));
  if (output.isJson) await output.json({ done: { containers: [name, other], linked: verb === 'link' } });
  else if (!output.isQuiet)
    await output.write(
      verb === 'link' ? `${name} and ${other} reach each other\n` : `${name} and ${other} no longer reach each other\n`,
    );
}

interface Row {
  readonly network: string;
  readonly kind: string;
  readonly addresses: readonly string[];
  /** The next one for a container with a fixed address. */
  readonly freeAddress: string | null;
  readonly containers: readonly string[];
}

const columns: readonly Column<Row>[] = [
  { title: 'NETWORK', cell: ({ network }) => escapeText(network) },
  { title: 'KIND', cell: ({ kind }) => kind },
  { title: 'ADDRESS OF THE HOST', cell: ({ addresses }) => addresses.join(', ') || '-' },
  { title: 'NEXT FREE', cell: ({ freeAddress }) => freeAddress ?? '-' },
  { title: 'CONTAINERS', cell: ({ containers }) => containers.join(', ') || '-' },
];

async function list(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const [networks, { containers }] = await withClient(context, (client) =>
    Promise.all([client.request('network.list', {}, { signal }), client.request('container.list', {}, { signal })]),
  );
  const rows = rowsOf(networks, containers);
  const links = linkedPairs(containers);
  if (output.isJson) {
    for (const row of rows) await output.json(row);
    for (const pair of links) await output.json({ link: pair });
    return;
  }
  await output.write(formatTable(rows, columns, output));
  for (const [one, other] of links) await output.write(`${escapeText(`${one} and ${other} reach each other`)}\n`);
}

/** The bridges, interfaces with macvlan, then those without a network. */
function rowsOf({ bridges }: HostNetworks, containers: readonly Container[]): readonly Row[] {
  const on = (bridge: string | null): readonly string[] =>
    containers.filter(({ network }) => placeOf(network, bridges) === bridge).map(({ name }) => name);
  const parents = new Set(containers.flatMap(({ network }) => (network?.kind === 'macvlan' ? [network.parent] : [])));
  return [
    ...bridges.map(({ name, isNat, isOwn, addresses, freeAddress }) => ({
      network: name,
      kind: kindOf(isNat, isOwn),
      addresses,
      freeAddress,
      containers: on(name),
    })),
    ...[...parents].map((parent) => ({
      network: parent,
      kind: 'macvlan',
      addresses: [],
      freeAddress: null,
      containers: on(parent),
    })),
    { network: 'none', kind: 'none', addresses: [], freeAddress: null, containers: on(null) },
  ];
}

function kindOf(isNat: boolean, isOwn: boolean): string {
  if (isNat) return 'nat';
  return isOwn ? 'own' : 'bridge';
}

function placeOf(network: Container['network'], bridges: HostNetworks['bridges']): string | null | undefined {
  if (network?.kind === 'none') return null;
  if (network?.kind === 'bridge') return network.bridge;
  if (network?.kind === 'macvlan') return network.parent;
  return network === null ? undefined : bridges.find(({ isNat }) => isNat)?.name;
}
