// SPDX-License-Identifier: Apache-2.0
/** `snapshot schedule|unschedule`: snapshots of a container that are taken without anybody asking. */

import type { Command } from 'commander';
import { describeSnapshotPlan } from '../../../../contract/wording/describe-snapshot-plan.ts';
import type { SnapshotSchedule } from '../../../../contract/model/containers/snapshot-schedule.ts';
import { operations } from '../../../../contract/operations/index.ts';
import { countArgument, nameArgument, timeArgument } from '../../../arguments/argument-parsers.ts';
import {
  everyArgument,
  snapshotPlanOf,
  type SnapshotPlanOptions,
  weekdayArgument,
} from '../../../arguments/snapshot-plan-options.ts';
import { escapeText } from '../../../../report/escape-text.ts';
import { type CommandContext, withClient } from '../../../command-context.ts';
import { examples } from '../../../format/help-text.ts';
import { formatTime } from '../../../../report/format-time.ts';
import type { Registry } from '../../../registry.ts';
import { UsageError } from '../../../usage-error.ts';

type Given = Partial<SnapshotPlanOptions>;

/** Adds both to the group `snapshot`. */
export function addSnapshotSchedule(group: Command, act: Registry['act']): void {
  group
    .command('schedule')
    .summary('take snapshots at times, and keep the newest')
    .description(`${operations['snapshot.schedule'].summary}\nWithout options it shows the schedule.`)
    .argument('<name>', 'the container', nameArgument)
    .option('--every <time>', 'how often: hours such as 6h, day, or week', everyArgument)
    .option('--at <time>', 'the time of day (default: 03:00), by the clock of the host', timeArgument)
    .option('--on <day>', 'the day of the week (default: sunday)', weekdayArgument)
    .option('--keep <count>', 'how many of them are kept (default: 7)', countArgument)
    .addHelpText(
      'after',
      examples(
        'snapshot schedule web --every day --at 03:00 --keep 7',
        'snapshot schedule db --every 6h --keep 8',
        'snapshot schedule wiki --every week --on sunday',
        'snapshot schedule web --json',
      ),
    )
    .action((name: string, options: Given) =>
      act((context) => (Object.keys(options).length === 0 ? show(context, name) : set(context, name, options))),
    );
  group
    .command('unschedule')
    .summary('take no more snapshots at times')
    .description(operations['snapshot.unschedule'].summary)
    .argument('<name>', 'the container', nameArgument)
    .addHelpText('after', examples('snapshot unschedule web'))
    .action((name: string) => act((context) => clear(context, name)));
}

async function show(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  const { schedule } = await withClient(context, (client) => client.request('snapshot.list', { name }, { signal }));
  if (output.isJson)
    await output.json({ container: name, schedule: schedule === null ? null : scheduleJson(schedule) });
  else if (schedule === null) await output.note(`${name} has no schedule of snapshots`);
  else await output.write(scheduleText(schedule));
}

async function set(context: CommandContext, name: string, { every, ...options }: Given): Promise<undefined> {
  const { output, signal } = context;
  if (every === undefined) throw new UsageError('give --every: hours such as 6h, day, or week');
  const plan = snapshotPlanOf({ every, ...options });
  const { schedule } = await withClient(context, (client) =>
    client.request('snapshot.schedule', { name, plan }, { signal }),
  );
  if (output.isJson) await output.json({ done: { container: name, schedule: scheduleJson(schedule) } });
  else if (!output.isQuiet) await output.write(scheduleText(schedule));
}

async function clear(context: CommandContext, name: string): Promise<undefined> {
  const { output, signal } = context;
  await withClient(context, (client) => client.request('snapshot.unschedule', { name }, { signal }));
  if (output.isJson) await output.json({ done: { container: name, schedule: null } });
  else if (!output.isQuiet) await output.write(`no more snapshots of ${name} are taken by a schedule\n`);
}

function scheduleText(schedule: SnapshotSchedule): string {
  const { nextAt, last, user } = schedule;
  const lines = [
    `${describeSnapshotPlan(schedule)}; set by ${user}`,
    `next: ${formatTime(nextAt)}`,
    ...(last === null ? [] : [`last: ${formatTime(last.at)}, ${lastText(last)}`]),
  ];
  return lines.map((line) => `${escapeText(line)}\n`).join('');
}

function lastText(last: NonNullable<SnapshotSchedule['last']>): string {
  return last.outcome === 'done' ? last.snapshot : `failed: ${last.reason}`;
}

export function scheduleJson({ times, keep, nextAt, last, user }: SnapshotSchedule): object {
  return { ...times, keep, next: nextAt, last, user };
}
