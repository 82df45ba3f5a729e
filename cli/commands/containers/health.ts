// SPDX-License-Identifier: Apache-2.0
/** `health`: whether what runs in containers is well. */

import {
  describeSocket,
  describeUpdates,
  type HealthVerdict,
  summariseHealth,
} from '../../../contract/wording/describe-health.ts';
import { fail } from '../../../contract/errors.ts';
import type { ContainerHealth } from '../../../contract/model/containers/health.ts';
import { operations } from '../../../contract/operations/index.ts';
import { escapeText } from '../../../report/escape-text.ts';
import type { Client } from '../../../rpc/client.ts';
import { namesArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { updatesJson } from '../../format/json/updates-json.ts';
import { formatTime } from '../../../report/format-time.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Colour } from '../../../report/paint.ts';
import type { Registry } from '../../registry.ts';

export function addHealth({ program, act }: Registry): void {
  program
    .command('health')
    .summary('show failed units, listening ports and pending updates of containers')
    .description(
      `${operations['container.health'].summary} Without a name a line for each container of Bulkhead that runs.`,
    )
    .argument('[name...]', 'the containers', namesArgument)
    .addHelpText('after', examples('health', 'health web', 'health --json | jq \'select(.verdict != "ok")\''))
    .action((names: readonly string[] | undefined) => act((context) => showHealth(context, names ?? [])));
}

interface Row {
  readonly name: string;
  readonly health: ContainerHealth;
}

async function showHealth(context: CommandContext, names: readonly string[]): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, async (client) => {
    const rows: Row[] = [];
    for (const name of await namesOf(client, names, signal)) {
      const row = { name, health: await client.request('container.health', { name }, { signal }) };
      if (output.isJson) await output.json(healthJson(row));
      else if (names.length > 0) await output.write(healthText(row));
      else rows.push(row);
    }
    if (output.isJson || names.length > 0) return;
    if (rows.length === 0) await output.note('No container of Bulkhead runs.');
    else await output.write(formatTable(rows, columns, output));
  });
}

/** Reading the list is also what polkit may ask a password for. */
async function namesOf(client: Client, names: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const { containers } = await client.request('container.list', {}, { signal });
  for (const name of names) if (!containers.some((one) => one.name === name)) fail('container-not-found', { name });
  if (names.length > 0) return names;
  return containers.filter(({ isManaged, initPid }) => isManaged && initPid !== null).map(({ name }) => name);
}

const colours: Readonly<Record<HealthVerdict, Colour>> = {
  ok: 'green',
  attention: 'yellow',
  failing: 'red',
  unknown: 'dim',
};

const columns: readonly Column<Row>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  {
    title: 'HEALTH',
    cell: ({ health }) => summariseHealth(health).verdict,
    colour: ({ health }) => colours[summariseHealth(health).verdict],
  },
  { title: 'FAILED UNITS', cell: ({ health: { units } }) => unitsText(units) },
  {
    title: 'UPDATES',
    cell: ({ health: { updates } }) => (updates.state === 'known' ? String(updates.count) : absent),
    isNumber: true,
  },
  {
    title: 'SECURITY',
    cell: ({ health: { updates } }) => (updates.state === 'known' ? String(updates.securityCount) : absent),
    isNumber: true,
  },
  { title: 'LISTENS ON', cell: ({ health: { listening } }) => listeningText(listening) },
];

function unitsText(units: ContainerHealth['units']): string {
  if (units.state === 'unknown') return 'not known';
  return units.failed.length === 0 ? absent : units.failed.map(({ name }) => name).join(', ');
}

function listeningText(listening: ContainerHealth['listening']): string {
  if (listening.state === 'unknown') return 'not known';
  return listening.sockets.length === 0
    ? absent
    : `${listening.sockets.map(describeSocket).join(', ')}${listening.isCut ? ', and more' : ''}`;
}

function healthText({ name, health }: Row): string {
  const { units, listening, updates, isRestartRequired } = health;
  const { verdict, problems } = summariseHealth(health);
  const lines = [
    `${name}: ${verdict}${problems.length === 0 ? '' : ` (${problems.join(', ')})`}`,
    `  failed units: ${units.state === 'unknown' ? whyUnknown(units) : countText(units.failed.length)}`,
    ...(units.state === 'known' ? units.failed.map((unit) => `    ${unit.name}  ${unit.description}`) : []),
    `  listens on: ${listening.state === 'unknown' ? whyUnknown(listening) : listeningText(listening)}`,
    `  updates: ${describeUpdates(updates)}${updates.state === 'known' ? `, as of ${formatTime(updates.listsAt)}` : ''}`,
    ...(updates.state === 'known' ? updates.packages.map(packageText) : []),
    ...(isRestartRequired === true ? ['  a restart is required'] : []),
  ];
  return lines.map((line) => `${escapeText(line.trimEnd())}\n`).join('');
}

function whyUnknown({ reason }: { readonly reason: string }): string {
  return `not known: ${reason}`;
}

function countText(count: number): string {
  return count === 0 ? 'none' : String(count);
}

type Known = Extract<ContainerHealth['updates'], { readonly state: 'known' }>;

function packageText({ name, installed, newer, isSecurity }: Known['packages'][number]): string {
  return `    ${name} ${installed} -> ${newer}${isSecurity ? ' (security)' : ''}`;
}

function healthJson({ name, health }: Row): object {
  const { units, listening, updates } = health;
  return {
    name,
    ...summariseHealth(health),
    checked_at: health.checkedAt,
    failed_units: units.state === 'known' ? units.failed : null,
    listening: listening.state === 'known' ? listening.sockets : null,
    updates: updates.state === 'known' ? updatesJson(updates) : null,
    restart_required: health.isRestartRequired,
  };
}
