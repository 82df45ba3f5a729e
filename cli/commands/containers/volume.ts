// SPDX-License-Identifier: Apache-2.0
/** `volume`: folders of the host that containers are given, and named volumes. */

import type { VolumeFolder } from '../../../contract/model/containers/volume-folder.ts';
import { fail } from '../../../contract/errors.ts';
import { textOfSource } from '../../../contract/model/containers/named-volume.ts';
import { type Item, operations, type Result } from '../../../contract/operations/index.ts';
import type { Client, RemoteStream } from '../../../rpc/client.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import {
  sourceArgument,
  targetArgument,
  volumeArgument,
  type VolumeArgument,
} from '../../arguments/volume-argument.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { volumeRow } from '../../format/container-row.ts';
import { volumeColumns } from '../../format/columns/volume-columns.ts';
import { followVolumeChange } from '../../follow/follow-volume-change.ts';
import { examples } from '../../format/help-text.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { addNamedVolumes, listNamedVolumes } from './named-volume.ts';

export function addVolume({ program, act }: Registry): void {
  const volume = program.command('volume').summary('folders of the host that containers are given');
  volume
    .command('ls')
    .summary('show the volumes of a container, or the named volumes of the host')
    .argument('[name]', 'the container; the named volumes when left out', nameArgument)
    .addHelpText('after', examples('volume ls', 'volume ls web', 'volume ls web --json'))
    .action((name: string | undefined) =>
      act((context) => (name === undefined ? listNamedVolumes(context) : list(context, name))),
    );
  volume
    .command('folders')
    .summary('list the folders of the host from which volumes are chosen')
    .description(operations['volume.folders'].summary)
    .argument('[path]', 'a folder of the host; where volumes are allowed when left out', sourceArgument)
    .addHelpText('after', examples('volume folders', 'volume folders /srv --json'))
    .action((path: string | undefined) => act((context) => listFolders(context, path)));
  volume
    .command('attach')
    .summary('give a stopped container a folder of the host')
    .description(operations['volume.attach'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<volume>', 'SRC:DST or SRC:DST:ro; SRC is a folder of the host or a named volume', volumeArgument)
    .option('--share', 'also when another container has it; both reach it then, and nobody else')
    .addHelpText(
      'after',
      examples(
        'volume attach web /srv/pages:/srv/pages',
        'volume attach db /srv/dumps:/dumps:ro --share',
        'volume attach db data:/var/lib/postgresql',
      ),
    )
    .action((name: string, chosen: VolumeArgument, { share = false }: { readonly share?: boolean }) =>
      act((context) =>
        change(
          context,
          (client) => client.stream('volume.attach', { name, ...chosen, share }, { signal: context.signal }),
          `attached ${textOfSource(chosen.source)}`,
        ),
      ),
    );
  volume
    .command('detach')
    .summary('take a volume from a stopped container')
    .description(operations['volume.detach'].summary)
    .argument('<name>', 'the container', nameArgument)
    .argument('<place>', 'where the container sees it', targetArgument)
    .addHelpText('after', examples('volume detach web /srv/pages'))
    .action((name: string, target: string) =>
      act((context) =>
        change(
          context,
          (client) => client.stream('volume.detach', { name, target }, { signal: context.signal }),
          `detached ${target}`,
        ),
      ),
    );
  addNamedVolumes(volume, act);
}

type VolumeCall = RemoteStream<Item<'volume.attach'>, Result<'volume.attach'>>;

async function change(context: CommandContext, call: (client: Client) => VolumeCall, done: string): Promise<undefined> {
  const { output } = context;
  const {
    name,
    context: label,
    volumes,
  } = await withClient(context, (client) => followVolumeChange(context, call(client)));
  if (output.isJson) await output.json({ done: { name, context: label, volumes: volumes.map(volumeRow) } });
  else if (!output.isQuiet)
    await output.write(
      `${escapeText(done)}; ${escapeText(name)} has ${volumes.length} ${volumes.length === 1 ? 'volume' : 'volumes'} from its next start\n`,
    );
}

async function list(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, async (client) => {
    const { containers } = await client.request('container.list', {}, { signal });
    const { volumes } =
      containers.find((container) => container.name === name) ?? fail('container-not-found', { name });
    if (output.isJson) for (const volume of volumes) await output.json(volumeRow(volume));
    else if (volumes.length === 0) await output.note(`${name} has no volumes`);
    else await output.write(formatTable(volumes, volumeColumns, output));
  });
}

const folderColumns: readonly Column<VolumeFolder>[] = [
  { title: 'FOLDER', cell: ({ path }) => path },
  { title: 'LABEL', cell: ({ label }) => label ?? absent },
  { title: 'VOLUME OF', cell: ({ users }) => (users.length === 0 ? absent : users.join(',')) },
  { title: 'NOTE', cell: ({ problem, isOpen }) => problem ?? (isOpen ? '' : 'closed to you') },
];

async function listFolders(context: CommandContext, path: string | undefined): Promise<undefined> {
  const { output, signal } = context;
  const params = { ...(path !== undefined && { path }) };
  const { folders, isTruncated } = await withClient(context, (client) =>
    client.request('volume.folders', params, { signal }),
  );
  if (output.isJson)
    for (const { path: folder, label, problem, users, isOpen } of folders)
      await output.json({ path: folder, label, problem, users, open: isOpen });
  else if (folders.length === 0) await output.note('there are no folders in it');
  else await output.write(formatTable(folders, folderColumns, output));
  if (isTruncated) await output.note(`there are more than these ${folders.length}`);
}
