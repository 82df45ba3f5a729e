// SPDX-License-Identifier: Apache-2.0
/** `show`: everything that is known about one container. */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { limitKeys } from '../../../contract/model/containers/limits.ts';
import type { Client } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { limitName } from '../../arguments/limits-argument.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { type ContainerFacts, containerPage } from '../../format/container-page.ts';
import { describeContainers } from '../../format/container-row.ts';
import { eventJson } from '../../format/json/denial-json.ts';
import { examples } from '../../format/help-text.ts';
import { problemOf } from '../../format/problem.ts';
import type { Registry } from '../../registry.ts';
import { unlessPassword } from '../../unless-password.ts';
import { scheduleJson } from './snapshots/snapshot-schedule.ts';
import { snapshotJson } from './snapshots/snapshots.ts';

const maxDenials = 5;

export function addShow({ program, act }: Registry): void {
  program
    .command('show')
    .summary('show everything about a container')
    .description(
      'Shows everything that is known about one container: its state, whether it is isolated and why, ' +
        'what confines it, limits and use, addresses, volumes, published ports, links, settings, latest denials, snapshots and their ' +
        'schedule. With --json it is what ls gives, with all the rest.',
    )
    .argument('<name>', 'the container', nameArgument)
    .addHelpText('after', examples('show web', 'show web --json | jq .limits'))
    .action((name: string) => act((context) => showContainer(context, name)));
}

async function showContainer(context: CommandContext, name: string): Promise<undefined> {
  const { output } = context;
  const facts = await withClient(context, (client) => gather(context, client, name));
  await (output.isJson ? output.json(factsJson(facts)) : output.write(containerPage(facts, output)));
}

async function gather({ signal, environment }: CommandContext, client: Client, name: string): Promise<ContainerFacts> {
  const { containers } = await client.request('container.list', {}, { signal });
  const container = containers.find((one) => one.name === name) ?? fail('container-not-found', { name });
  const now = environment.now();
  const [row] = await describeContainers(client, [container], { signal, now });
  if (row === undefined) fail('container-not-found', { name });
  const denials = await unlessPassword(client, () =>
    client.request('denial.query', { container: name, events: maxDenials }, { signal }),
  );
  return { container, row, now, denials: denials?.events, snapshots: await snapshotsOf(client, container, signal) };
}

/** A container of other tools has none. What the host cannot say of them keeps nobody from the rest. */
async function snapshotsOf(
  client: Client,
  { name, isManaged }: Container,
  signal: AbortSignal,
): Promise<ContainerFacts['snapshots']> {
  if (!isManaged) return { snapshots: [], schedule: null };
  try {
    return await client.request('snapshot.list', { name }, { signal });
  } catch (error) {
    if (!isFailure(error) || error.code === 'cancelled') throw error;
    return { problem: problemOf(error).message };
  }
}

/** Null is "not known" here too. */
function factsJson({ container, row, denials, snapshots }: ContainerFacts): object {
  const { network, limits } = container;
  const known = 'problem' in snapshots ? undefined : snapshots;
  const schedule = known?.schedule ?? null;
  return {
    ...row,
    managed: container.isManaged,
    confinement: container.confinement,
    learning_until: container.learningUntil,
    created_at: container.createdAt,
    started_at: container.startedAt,
    addresses: container.addresses,
    network: network === null ? null : describeNetwork(network),
    limits: Object.fromEntries(limitKeys.map((key) => [limitName(key), limits[key]])),
    last_denials: denials?.map(eventJson) ?? null,
    snapshots: known?.snapshots.map(snapshotJson) ?? null,
    snapshot_schedule: schedule === null ? null : scheduleJson(schedule),
  };
}
