// SPDX-License-Identifier: Apache-2.0
/** `backup repositories|add|remove|key`: where backups of containers are kept. */

import { type Command, InvalidArgumentError } from 'commander';
import {
  type Repository,
  repositoryFolderSchema,
  repositoryKeySchema,
  repositoryNameSchema,
} from '../../../contract/model/host/backup.ts';
import { operations } from '../../../contract/operations/index.ts';
import { readLineOf } from '../../arguments/read-line-of.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { consents, yesOption } from '../../confirmations.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { formatTime } from '../../../report/format-time.ts';
import { type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

export function addRepositories(backup: Command, act: Registry['act']): void {
  backup
    .command('repositories')
    .summary('list the repositories')
    .description(operations['backup.repositories'].summary)
    .addHelpText('after', examples('backup repositories', 'backup repositories --json'))
    .action(() => act(listRepositories));
  backup
    .command('add')
    .summary('make a repository in a folder of the host, or open one')
    .description(operations['backup.add'].summary)
    .argument('<repository>', 'its name', repositoryArgument)
    .argument('<folder>', 'whole path of a folder of the host, which root alone can change', folderArgument)
    .option('--key-from <file>', 'open the one that is there: read its key from a file, - for stdin')
    .addHelpText(
      'after',
      examples('backup add disk /mnt/disk/backups', 'backup add disk /mnt/disk/backups --key-from key'),
    )
    .action((repository: string, folder: string, { keyFrom }: { readonly keyFrom?: string }) =>
      act((context) => addRepository(context, { repository, folder, keyFrom })),
    );
  backup
    .command('remove')
    .summary('forget a repository and its key; its backups stay')
    .description(operations['backup.remove'].summary)
    .argument('<repository>', 'its name', repositoryArgument)
    .option(...yesOption)
    .addHelpText('after', examples('backup remove disk', 'backup remove disk --yes'))
    .action((repository: string, options: { readonly yes?: boolean }) =>
      act((context) => removeRepository(context, repository, options)),
    );
  backup
    .command('key')
    .summary('show the key of a repository')
    .description(operations['backup.key'].summary)
    .argument('<repository>', 'its name', repositoryArgument)
    .addHelpText('after', examples('backup key disk'))
    .action((repository: string) => act((context) => showKey(context, repository)));
}

export function repositoryArgument(text: string): string {
  const name = repositoryNameSchema().safeParse(text);
  if (!name.success) throw new InvalidArgumentError(`A repository ${name.error.issues[0]?.message ?? ''}.`);
  return name.data;
}

function folderArgument(text: string): string {
  const folder = repositoryFolderSchema().safeParse(text);
  if (!folder.success) throw new InvalidArgumentError(`A folder ${folder.error.issues[0]?.message ?? ''}.`);
  return folder.data;
}

const columns: readonly Column<Repository>[] = [
  { title: 'REPOSITORY', cell: ({ name }) => name },
  { title: 'FOLDER', cell: ({ folder }) => folder },
  { title: 'ADDED', cell: ({ addedAt }) => formatTime(addedAt) },
];

async function listRepositories(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { repositories } = await withClient(context, (client) => client.request('backup.repositories', {}, { signal }));
  if (output.isJson) for (const repository of repositories) await output.json(rowOf(repository));
  else if (repositories.length === 0)
    await output.note('there are no repositories; make one by backup add NAME FOLDER');
  else await output.write(formatTable(repositories, columns, output));
}

interface NewRepository {
  readonly repository: string;
  readonly folder: string;
  readonly keyFrom: string | undefined;
}

async function addRepository(
  context: CommandContext,
  { repository: name, folder, keyFrom }: NewRepository,
): Promise<undefined> {
  const { environment, output, signal } = context;
  const given = keyFrom === undefined ? undefined : keyOf(await readLineOf(keyFrom, environment.stdin, signal));
  const params = { repository: name, folder, ...(given !== undefined && { key: given }) };
  const { repository, key } = await withClient(context, (client) => client.request('backup.add', params, { signal }));
  if (output.isJson) await output.json({ ...rowOf(repository), ...(key !== null && { key }) });
  else if (key !== null) await output.write(`The key of ${name}; keep it off this host, too: ${key}\n`);
  else if (!output.isQuiet) await output.write(`opened the repository ${name}\n`);
}

function keyOf(text: string): string {
  const key = repositoryKeySchema().safeParse(text);
  if (!key.success) throw new UsageError(`the key ${key.error.issues[0]?.message ?? ''}`);
  return key.data;
}

async function removeRepository(
  context: CommandContext,
  repository: string,
  { yes = false }: { readonly yes?: boolean },
): Promise<number> {
  if (!(await consents(context, 'remove-repository', { names: [repository], yes }))) return exitCodes.failed;
  const { output, signal } = context;
  await withClient(context, (client) => client.request('backup.remove', { repository }, { signal }));
  if (output.isJson) await output.json({ removed: repository });
  else if (!output.isQuiet) await output.write(`removed the repository ${repository}\n`);
  return exitCodes.done;
}

async function showKey(context: CommandContext, repository: string): Promise<undefined> {
  const { output, signal } = context;
  const { key } = await withClient(context, (client) => client.request('backup.key', { repository }, { signal }));
  if (output.isJson) await output.json({ repository, key });
  else await output.write(`${key}\n`);
}

function rowOf({ name, folder, addedAt, id }: Repository): object {
  return { name, folder, added_at: addedAt, id };
}
