// SPDX-License-Identifier: Apache-2.0
/** `backup run` and `backup list`. */

import type { Command } from 'commander';
import type { Backup } from '../../../contract/model/host/backup.ts';
import { type Item, operations } from '../../../contract/operations/index.ts';
import type { Client, RemoteStream } from '../../../rpc/client.ts';
import { formatTime } from '../../../report/format-time.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { repositoryArgument } from './repositories.ts';

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

async function followBackup(
  { output, environment }: CommandContext,
  call: RemoteStream<Item<'backup.run'>, Backup>,
): Promise<Backup> {
  const progress = createProgressLine(environment.stderr, output);
  let last: string | undefined;
  try {
    for await (const { step, bytesDone, bytes } of call) {
      if (output.isQuiet || output.isJson || (step === last && environment.stderr.isTTY !== true)) continue;
      last = step;
      await progress.show(
        step === 'copy' ? 'copying the files' : `storing: ${formatBytes(bytesDone)} of ${formatBytes(bytes)}`,
      );
    }
    return await call.result;
  } finally {
    await progress.clear();
  }
}

async function onlyRepository(client: Client, signal: AbortSignal): Promise<string> {
  const { repositories } = await client.request('backup.repositories', {}, { signal });
  const [first, second] = repositories;
  if (first === undefined) throw new UsageError('there is no repository; make one by backup add NAME FOLDER');
  if (second !== undefined) throw new UsageError('there are several repositories; choose one by --repository');
  return first.name;
}

const columns: readonly Column<Backup>[] = [
  { title: 'BACKUP', cell: ({ id }) => id.slice(0, 8) },
  { title: 'CONTAINER', cell: ({ container }) => container },
  { title: 'TAKEN', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'SIZE', cell: ({ bytes }) => formatBytes(bytes), isNumber: true },
  { title: 'NEW', cell: ({ addedBytes }) => formatBytes(addedBytes), isNumber: true },
  { title: 'VOLUMES', cell: ({ volumes }) => (volumes.length === 0 ? absent : volumes.join(',')) },
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

function rowOf({ id, repository, container, createdAt, bytes, addedBytes, volumes }: Backup): object {
  return { id, repository, container, created: createdAt, bytes, added_bytes: addedBytes, volumes };
}
