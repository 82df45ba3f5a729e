// SPDX-License-Identifier: Apache-2.0
/** `volume create`, `volume resize`, `volume rm`, and `volume ls` without a container: named volumes. */

import type { Command } from 'commander';
import type { NamedVolume } from '../../../contract/model/containers/named-volume.ts';
import { operations } from '../../../contract/operations/index.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { type NumberArgument, limitOf, sizeArgument } from '../../arguments/argument-parsers.ts';
import { namedVolumeArgument } from '../../arguments/volume-argument.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { consents, yesOption } from '../../confirmations.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';

export function addNamedVolumes(volume: Command, act: Registry['act']): void {
  volume
    .command('create')
    .summary('make a named volume')
    .description(operations['named-volume.create'].summary)
    .argument('<name>', 'its name', namedVolumeArgument)
    .option('--size <size>', 'what it may take, such as 10G; no limit when left out', sizeArgument)
    .addHelpText('after', examples('volume create data --size 10G', 'volume create pages'))
    .action((name: string, { size = 'none' }: { readonly size?: NumberArgument }) =>
      act((context) =>
        change(context, 'made', (client, signal) =>
          client.request('named-volume.create', { name, limitBytes: limitOf(size) }, { signal }),
        ),
      ),
    );
  volume
    .command('resize')
    .summary('give a named volume another limit')
    .description(operations['named-volume.resize'].summary)
    .argument('<name>', 'the named volume', namedVolumeArgument)
    .argument('<size>', 'what it may take, such as 20G; none for no limit', sizeArgument)
    .addHelpText('after', examples('volume resize data 20G', 'volume resize data none'))
    .action((name: string, size: NumberArgument) =>
      act((context) =>
        change(context, 'changed', (client, signal) =>
          client.request('named-volume.resize', { name, limitBytes: limitOf(size) }, { signal }),
        ),
      ),
    );
  volume
    .command('rm')
    .summary('remove a named volume that no container has, with all its files')
    .description(operations['named-volume.remove'].summary)
    .argument('<name>', 'the named volume', namedVolumeArgument)
    .option(...yesOption)
    .addHelpText('after', examples('volume rm data', 'volume rm data --yes'))
    .action((name: string, options: { readonly yes?: boolean }) => act((context) => remove(context, name, options)));
}

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

async function change(
  context: CommandContext,
  done: string,
  call: (client: Client, signal: AbortSignal) => Promise<{ readonly volume: NamedVolume }>,
): Promise<undefined> {
  const { output, signal } = context;
  const { volume } = await withClient(context, (client) => call(client, signal));
  if (output.isJson) await output.json(rowOf(volume));
  else if (!output.isQuiet) {
    const limit = volume.limitBytes === null ? 'no limit' : `a limit of ${formatBytes(volume.limitBytes)}`;
    await output.write(`${done} the volume ${escapeText(volume.name)}, with ${limit}\n`);
  }
}

async function remove(
  context: CommandContext,
  name: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<number> {
  if (!(await consents(context, 'remove-volume', { names: [name], yes }))) return exitCodes.failed;
  const { output, signal } = context;
  await withClient(context, (client) => client.request('named-volume.remove', { name }, { signal }));
  if (output.isJson) await output.json({ removed: name });
  else if (!output.isQuiet) await output.write(`removed the volume ${name}\n`);
  return exitCodes.done;
}

const columns: readonly Column<NamedVolume>[] = [
  { title: 'VOLUME', cell: ({ name }) => name },
  { title: 'USED', cell: ({ usedBytes }) => formatBytes(usedBytes), isNumber: true },
  { title: 'LIMIT', cell: ({ limitBytes }) => formatBytes(limitBytes), isNumber: true },
  { title: 'VOLUME OF', cell: ({ users }) => (users.length === 0 ? absent : users.join(',')) },
];

export async function listNamedVolumes(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { volumes } = await withClient(context, (client) => client.request('named-volume.list', {}, { signal }));
  if (output.isJson) for (const volume of volumes) await output.json(rowOf(volume));
  else if (volumes.length === 0) await output.note('there are no named volumes; make one by volume create NAME');
  else await output.write(formatTable(volumes, columns, output));
}

function rowOf({ name, source, createdAt, limitBytes, usedBytes, users }: NamedVolume): object {
  return { name, path: source, created_at: createdAt, limit: limitBytes, used: usedBytes, users };
}
