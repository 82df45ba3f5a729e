// SPDX-License-Identifier: Apache-2.0
/** `backup repositories|add|remove|key`: where backups of containers are kept. */

import { type Command, InvalidArgumentError } from 'commander';
import {
  type Repository,
  type RepositoryCheck,
  repositoryFolderSchema,
  repositoryKeySchema,
  repositoryNameSchema,
} from '../../../contract/model/host/backup.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { readLineOf } from '../../arguments/read-line-of.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { consents, yesOption } from '../../confirmations.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { formatTime } from '../../../report/format-time.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { followBackup } from './follow-backup.ts';

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
  backup
    .command('check')
    .summary('check that a repository has all that its backups need')
    .description(operations['backup.check'].summary)
    .argument('<repository>', 'its name', repositoryArgument)
    .option('--read <percent>', 'read so much of what is stored, too (default: 0)', percentArgument)
    .addHelpText('after', examples('backup check disk', 'backup check disk --read 10'))
    .action((repository: string, { read = 0 }: { readonly read?: number }) =>
      act((context) => checkRepository(context, repository, read)),
    );
}

export function repositoryArgument(text: string): string {
  const name = repositoryNameSchema().safeParse(text);
  if (!name.success) throw new InvalidArgumentError(`A repository ${name.error.issues[0]?.message ?? ''}.`);
  return name.data;
}

/** Fails with a usage error where there is none, or several. */
export async function onlyRepository(client: Client, signal: AbortSignal): Promise<string> {
  const { repositories } = await client.request('backup.repositories', {}, { signal });
  const [first, second] = repositories;
  if (first === undefined) throw new UsageError('there is no repository; make one by backup add NAME FOLDER');
  if (second !== undefined) throw new UsageError('there are several repositories; choose one by --repository');
  return first.name;
}

function folderArgument(text: string): string {
  const folder = repositoryFolderSchema().safeParse(text);
  if (!folder.success) throw new InvalidArgumentError(`A folder ${folder.error.issues[0]?.message ?? ''}.`);
  return folder.data;
}

function percentArgument(text: string): number {
  if (!/^(?:\d{1,2}|100)$/.test(text)) throw new InvalidArgumentError('A percentage is a whole number from 0 to 100.');
  return Number(text);
}

const columns: readonly Column<Repository>[] = [
  { title: 'REPOSITORY', cell: ({ name }) => name },
  { title: 'FOLDER', cell: ({ folder }) => folder },
  { title: 'ADDED', cell: ({ addedAt }) => formatTime(addedAt) },
  { title: 'CHECKED', cell: ({ checked }) => (checked === null ? absent : formatTime(checked.at)) },
  { title: 'FOUND', cell: ({ checked }) => (checked === null ? absent : wordOf(checked)) },
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

function wordOf({ isGood }: RepositoryCheck): string {
  return isGood ? 'good' : 'damaged';
}

async function checkRepository(context: CommandContext, repository: string, readPercent: number): Promise<number> {
  const { output, signal } = context;
  const checked = await withClient(context, (client) =>
    followBackup(context, client.stream('backup.check', { repository, readPercent }, { signal })),
  );
  if (output.isJson) await output.json({ repository, ...checkOf(checked) });
  else if (!checked.isGood)
    await output.write(`${repository} is damaged: restic check says what of it, and restic repair what can be done\n`);
  else if (!output.isQuiet) await output.write(`${repository} is good; ${readPercent} % of what is stored was read\n`);
  return checked.isGood ? exitCodes.done : exitCodes.failed;
}

function checkOf({ at, isGood, readPercent }: RepositoryCheck): object {
  return { checked_at: at, good: isGood, read_percent: readPercent };
}

function rowOf({ name, folder, addedAt, id, checked }: Repository): object {
  return { name, folder, added_at: addedAt, id, check: checked === null ? null : checkOf(checked) };
}
