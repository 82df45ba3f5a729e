// SPDX-License-Identifier: Apache-2.0
/** `backup jobs|save-job|remove-job|run-job`: backups that are taken without anybody asking. */

import { type Command, InvalidArgumentError } from 'commander';
import {
  type BackupJob,
  type BackupKeep,
  backupKeepSchema,
  type JobContainers,
  usualBackupKeep,
} from '../../../contract/model/host/backup-job.ts';
import type { weekdays } from '../../../contract/model/containers/snapshot-schedule.ts';
import { operations, type Result } from '../../../contract/operations/index.ts';
import { describeBackupKeep, describeJobContainers } from '../../../contract/wording/describe-backup-plan.ts';
import { describeSnapshotTimes } from '../../../contract/wording/describe-snapshot-plan.ts';
import { formatTime } from '../../../report/format-time.ts';
import { nameArgument, tagArgument, timeArgument } from '../../arguments/argument-parsers.ts';
import {
  everyArgument,
  snapshotPlanOf,
  type SnapshotPlanOptions,
  weekdayArgument,
} from '../../arguments/snapshot-plan-options.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { followBackup } from './follow-backup.ts';
import { onlyRepository, repositoryArgument } from './repositories.ts';

type Act = Registry['act'];

export function addJobs(backup: Command, act: Act): void {
  backup
    .command('jobs')
    .summary('list the jobs, which back containers up at times')
    .description(operations['backup.jobs'].summary)
    .addHelpText('after', examples('backup jobs', 'backup jobs --json'))
    .action(() => act(listJobs));
  addSaveJob(backup, act);
  backup
    .command('remove-job')
    .summary('remove a job; its backups stay')
    .description(operations['backup.remove-job'].summary)
    .argument('<job>', 'its name', nameArgument)
    .addHelpText('after', examples('backup remove-job nightly'))
    .action((job: string) => act((context) => removeJob(context, job)));
  backup
    .command('run-job')
    .summary('run a job now')
    .description(operations['backup.run-job'].summary)
    .argument('<job>', 'its name', nameArgument)
    .addHelpText('after', examples('backup run-job nightly'))
    .action((job: string) => act((context) => runJob(context, job)));
}

interface SaveOptions {
  readonly all?: boolean;
  readonly tag?: readonly string[];
  readonly container?: readonly string[];
  readonly repository?: string;
  readonly every?: SnapshotPlanOptions['every'];
  readonly at?: string;
  readonly on?: (typeof weekdays)[number];
  readonly keep?: BackupKeep;
}

function addSaveJob(backup: Command, act: Act): void {
  backup
    .command('save-job')
    .summary('back containers up at times, and choose which backups are kept')
    .description(operations['backup.save-job'].summary)
    .argument('<job>', 'its name', nameArgument)
    .option('--all', 'all containers, as they are at each run')
    .option('--tag <tag>', 'those with this tag, as they are at each run; may be repeated', tagArgument)
    .option('--container <container>', 'this one; may be repeated', containersArgument)
    .option('--repository <repository>', 'where the backups are kept; the only one when left out', repositoryArgument)
    .option('--every <time>', 'how often: hours such as 6h, day, or week (default: day)', everyArgument)
    .option('--at <time>', 'the time of day (default: 03:00), by the clock of the host', timeArgument)
    .option('--on <day>', 'the day of the week (default: sunday)', weekdayArgument)
    .option(
      '--keep <counts>',
      'which are kept of each container (default: daily=7,weekly=4,monthly=6); last and hourly may be given, too',
      keepArgument,
    )
    .addHelpText(
      'after',
      examples(
        'backup save-job nightly --all',
        'backup save-job shop --tag shop --tag wiki --repository disk --every 6h --keep last=4,daily=14',
        'backup save-job mail --container mail --every week --on saturday --at 23:30',
      ),
    )
    .action((job: string, options: SaveOptions) => act((context) => saveJob(context, job, options)));
}

function containersArgument(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, nameArgument(text)];
}

/** Reads `daily=7,weekly=4`. */
function keepArgument(text: string): BackupKeep {
  const keep: Record<string, number> = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0 };
  for (const part of text.split(',')) {
    const [, kind = '', count = ''] = /^([a-z]+)=(\d{1,4})$/.exec(part) ?? [];
    if (keep[kind] === undefined)
      throw new InvalidArgumentError(
        'Write counts such as daily=7,weekly=4; kinds are last, hourly, daily, weekly, monthly.',
      );
    keep[kind] = Number(count);
  }
  const parsed = backupKeepSchema().safeParse(keep);
  if (!parsed.success) throw new InvalidArgumentError(`A job ${parsed.error.issues[0]?.message ?? 'keeps none'}.`);
  return parsed.data;
}

function containersOf({ all = false, tag, container }: SaveOptions): JobContainers {
  const given = [all ? 'all' : undefined, tag, container].filter((one) => one !== undefined);
  if (given.length !== 1) throw new UsageError('give one of --all, --tag and --container');
  if (tag !== undefined) return { kind: 'tags', tags: [...tag] };
  return container === undefined ? { kind: 'all' } : { kind: 'names', names: [...container] };
}

async function saveJob(context: CommandContext, name: string, options: SaveOptions): Promise<undefined> {
  const { output, signal } = context;
  const { every = 'day', at, on, keep = usualBackupKeep } = options;
  const containers = containersOf(options);
  const { times } = snapshotPlanOf({ every, ...(at !== undefined && { at }), ...(on !== undefined && { on }) });
  const { job } = await withClient(context, async (client) => {
    const repository = options.repository ?? (await onlyRepository(client, signal));
    return client.request('backup.save-job', { job: name, plan: { repository, containers, times, keep } }, { signal });
  });
  if (output.isJson) await output.json(rowOf(job));
  else if (!output.isQuiet) await output.write(`saved the job ${name}; it runs next on ${formatTime(job.nextAt)}\n`);
}

const columns: readonly Column<BackupJob>[] = [
  { title: 'JOB', cell: ({ name }) => name },
  { title: 'CONTAINERS', cell: ({ containers }) => describeJobContainers(containers) },
  { title: 'WHEN', cell: ({ times }) => describeSnapshotTimes(times) },
  { title: 'KEPT', cell: ({ keep }) => describeBackupKeep(keep) },
  { title: 'NEXT', cell: ({ nextAt }) => formatTime(nextAt) },
  { title: 'LAST', cell: ({ last }) => (last === null ? absent : `${formatTime(last.at)}, ${resultOf(last)}`) },
  { title: 'REPOSITORY', cell: ({ repository }) => repository },
];

function resultOf({ failed, problem }: Result<'backup.run-job'>): string {
  if (failed.length > 0) return `${failed.length} failed`;
  return problem === null ? 'done' : problem;
}

async function listJobs(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { jobs } = await withClient(context, (client) => client.request('backup.jobs', {}, { signal }));
  if (output.isJson) for (const job of jobs) await output.json(rowOf(job));
  else if (jobs.length === 0) await output.note('there are no jobs; make one by backup save-job NAME --all');
  else await output.write(formatTable(jobs, columns, output));
}

async function removeJob(context: CommandContext, job: string): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('backup.remove-job', { job }, { signal }));
  if (output.isJson) await output.json({ removed: job });
  else if (!output.isQuiet) await output.write(`removed the job ${job}; its backups stay\n`);
}

async function runJob(context: CommandContext, job: string): Promise<number> {
  const { output, signal } = context;
  const run = await withClient(context, (client) =>
    followBackup(context, client.stream('backup.run-job', { job }, { signal })),
  );
  const { done, failed, removed, problem } = run;
  if (output.isJson) await output.json({ job, ...runOf(run) });
  else if (!output.isQuiet)
    await output.write(
      `backed up ${done.length} of ${done.length + failed.length}; removed ${removed} older backups\n`,
    );
  for (const { container, reason } of failed) await output.note(`${container}: ${reason}`);
  if (problem !== null) await output.note(problem);
  return failed.length === 0 && problem === null ? exitCodes.done : exitCodes.failed;
}

function runOf({ at, done, failed, removed, problem }: Result<'backup.run-job'>): object {
  return { at, done, failed, removed, problem };
}

function rowOf({ name, repository, containers, times, keep, nextAt, last, user }: BackupJob): object {
  return {
    name,
    repository,
    containers,
    times,
    keep,
    next: nextAt,
    last: last === null ? null : runOf(last),
    user,
  };
}
