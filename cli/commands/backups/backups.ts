// SPDX-License-Identifier: Apache-2.0
/** `backup run|restore|list`. */

import { type Command, InvalidArgumentError } from 'commander';
import type { Backup } from '../../../contract/model/host/backup.ts';
import { operations } from '../../../contract/operations/index.ts';
import { formatTime } from '../../../report/format-time.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { followBackup } from './follow-backup.ts';
import { onlyRepository, repositoryArgument } from './repositories.ts';

export function addBackups(backup: Command, act: Registry['act']): void {
  backup
    .command('run')
    .summary('back a container up')
    .description(operations['backup.run'].summary)
    .argument('<container>', 'its name', nameArgument)
    .option('--repository <repository>', 'where the backup is kept; the only one when left out', repositoryArgument)
    .addHelpText('after', examples('backup run web', 'backup run web --repository disk'))
    .action((name: string, { repository }: { readonly repository?: string }) =>
      act((context) => runBackup(context, name, repository)),
    );
  backup
    .command('restore')
    .summary('make a container of a backup')
    .description(operations['backup.restore'].summary)
    .argument('<backup>', 'the beginning of its id, as backup list shows it', backupArgument)
    .argument('<container>', 'the name of the container that is made', nameArgument)
    .option('--image <image>', 'the image of this host, where the same one has another name here', nameArgument)
    .addHelpText('after', examples('backup restore c4f1a09b web', 'backup restore c4f1a09b web-2 --image debian-13'))
    .action((beginning: string, name: string, { image }: { readonly image?: string }) =>
      act((context) => restoreBackup(context, { beginning, name, image })),
    );
  backup
    .command('list')
    .summary('list the backups, newest first')
    .description(operations['backup.list'].summary)
    .argument('[container]', 'only those of this container, as it was called then', nameArgument)
    .addHelpText('after', examples('backup list', 'backup list web --json'))
    .action((name: string | undefined) => act((context) => listBackups(context, name)));
}

async function runBackup(context: CommandContext, name: string, chosen: string | undefined): Promise<undefined> {
  const { output, signal } = context;
  const backup = await withClient(context, async (client) => {
    const repository = chosen ?? (await onlyRepository(client, signal));
    return followBackup(context, client.stream('backup.run', { name, repository }, { signal }));
  });
  const { repository, bytes, addedBytes } = backup;
  if (output.isJson) await output.json(rowOf(backup));
  else if (!output.isQuiet)
    await output.write(
      `backed up ${name} to ${repository}: ${formatBytes(bytes)}, of which ${formatBytes(addedBytes)} are new\n`,
    );
}

function backupArgument(text: string): string {
  if (!/^[0-9a-f]{8,64}$/.test(text)) throw new InvalidArgumentError('An id has 8 to 64 digits of 0-9a-f.');
  return text;
}

interface Restore {
  readonly beginning: string;
  readonly name: string;
  readonly image: string | undefined;
}

async function restoreBackup(context: CommandContext, { beginning, name, image }: Restore): Promise<number> {
  const { output, signal } = context;
  const { container, left } = await withClient(context, async (client) => {
    const { backups } = await client.request('backup.list', {}, { signal });
    const [found, other] = backups.filter(({ id }) => id.startsWith(beginning));
    if (found === undefined) throw new UsageError(`there is no backup ${beginning}; see backup list`);
    if (other !== undefined) throw new UsageError(`several backups begin with ${beginning}; give more of the id`);
    const params = { repository: found.repository, backup: found.id, name, ...(image !== undefined && { image }) };
    return followBackup(context, client.stream('backup.restore', params, { signal }));
  });
  if (output.isJson) await output.json({ restored: container.name, left });
  else if (!output.isQuiet) await output.write(`restored ${container.name}\n`);
  for (const one of left) await output.note(`not restored: ${one}`);
  return left.length === 0 ? exitCodes.done : exitCodes.failed;
}

const columns: readonly Column<Backup>[] = [
  { title: 'BACKUP', cell: ({ id }) => id.slice(0, 8) },
  { title: 'CONTAINER', cell: ({ container }) => container },
  { title: 'TAKEN', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'SIZE', cell: ({ bytes }) => formatBytes(bytes), isNumber: true },
  { title: 'NEW', cell: ({ addedBytes }) => formatBytes(addedBytes), isNumber: true },
  { title: 'VOLUMES', cell: ({ volumes }) => (volumes.length === 0 ? absent : volumes.join(',')) },
  { title: 'JOB', cell: ({ job }) => job ?? absent },
  { title: 'REPOSITORY', cell: ({ repository }) => repository },
];

async function listBackups(context: CommandContext, container: string | undefined): Promise<undefined> {
  const { output, signal } = context;
  const params = container === undefined ? {} : { container };
  const { backups, unusable } = await withClient(context, (client) =>
    client.request('backup.list', params, { signal }),
  );
  if (output.isJson) for (const backup of backups) await output.json(rowOf(backup));
  else if (backups.length > 0) await output.write(formatTable(backups, columns, output));
  for (const { repository, reason } of unusable)
    await output.note(`cannot read the repository ${repository}: ${reason}`);
  if (backups.length === 0 && unusable.length === 0) await output.note('there are no backups');
}

function rowOf({ id, repository, container, createdAt, bytes, addedBytes, volumes, job }: Backup): object {
  return { id, repository, container, created: createdAt, bytes, added_bytes: addedBytes, volumes, job };
}
