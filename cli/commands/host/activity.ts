// SPDX-License-Identifier: Apache-2.0
/** `activity`: who did what, when, with which result. */

import { hadEndedBefore } from '../../../contract/wording/describe-outcome.ts';
import { describeRequest } from '../../../contract/wording/describe-request.ts';
import type { Activity } from '../../../contract/model/activity.ts';
import { operations } from '../../../contract/operations/index.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { momentForms, momentRange } from '../../arguments/moment-option.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { readActivity } from '../../follow/read-activity.ts';
import { changeJson } from '../../format/json/change-json.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../../report/format-time.ts';
import type { Colour } from '../../../report/paint.ts';
import type { Registry } from '../../registry.ts';
import { columnsOfHosts, followHosts, gatherFromHosts, jsonOfHost, type OfHost } from '../../several-hosts.ts';
import { UsageError } from '../../usage-error.ts';
import { addUndo } from './undo.ts';

interface ActivityOptions {
  readonly since?: string;
  readonly until?: string;
  readonly container?: string;
  readonly user?: string;
  readonly follow?: boolean;
}

/** The most that a host gives at once. */
const maxEntries = 1000;

export function addActivity({ program, act }: Registry): void {
  const command = program
    .command('activity')
    .summary('show who did what')
    .description(`${operations['activity.watch'].summary} Without --follow it ends after the latest.`)
    .option('--since <time>', `leave out what began before: ${momentForms}`)
    .option('--until <time>', 'leave out what began later, in the same forms')
    .option('--container <name>', 'only what was done to this container', nameArgument)
    .option('--user <user>', 'only what this user did, by name or uid')
    .option('--follow', 'go on with each entry that begins or ends, until Ctrl-C')
    .addHelpText(
      'after',
      examples(
        'activity',
        'activity --since yesterday --until today --container db --user root',
        '--host ssh://one --host ssh://two activity --follow',
        'activity --follow --json | jq \'select(.outcome == "denied")\'',
      ),
    )
    .action((options: ActivityOptions) => act((context) => showActivity(context, options), { severalHosts: true }));
  addUndo(command, { act, what: 'what an entry changed' });
}

/** Says which entries are shown. */
interface Choice {
  readonly since: number;
  readonly until: number;
  readonly container: string | undefined;
  readonly user: string | undefined;
  /** How many entries are looked at; the usual number where none are left out. */
  readonly latest: number | undefined;
}

function choiceOf({ since, until, container, user }: ActivityOptions, now: number): Choice {
  const { from, to } = momentRange(
    [
      ['--since', since],
      ['--until', until],
    ],
    now,
  );
  const isAll = [since, until, container, user].every((option) => option === undefined);
  return {
    since: from ?? 0,
    until: to ?? Infinity,
    container,
    user,
    latest: isAll ? undefined : maxEntries,
  };
}

function chosen(entries: readonly Activity[], { since, until, container, user }: Choice): readonly Activity[] {
  return entries.filter(
    (entry) =>
      entry.begunAt >= since &&
      entry.begunAt <= until &&
      (container === undefined || entry.subject === container) &&
      (user === undefined || entry.user === user || String(entry.uid) === user),
  );
}

async function showActivity(context: CommandContext, { follow = false, ...options }: ActivityOptions): Promise<number> {
  const choice = choiceOf(options, context.environment.now());
  if (follow && choice.until !== Infinity) throw new UsageError('--follow has no end: it does not go with --until');
  if (follow) return followActivity(context, choice);
  const { found, exitCode } = await gatherFromHosts(context, (client) =>
    readActivity(client, { latest: choice.latest, signal: context.signal }),
  );
  for (const { host, value } of found) await noteCut(context, { host, entries: value, choice });
  const entries = found.flatMap(({ host, value }) => chosen(value, choice).map((entry) => ({ host, value: entry })));
  // Nothing may have been said where one has not answered.
  if (entries.length > 0 || exitCode === exitCodes.done)
    await show(
      context,
      entries.toSorted((left, right) => left.value.begunAt - right.value.begunAt),
    );
  return exitCode;
}

/** The log may have entries before those that the host gives. */
async function noteCut(
  { output }: CommandContext,
  {
    host,
    entries,
    choice: { latest, since },
  }: { readonly host: string | undefined; readonly entries: readonly Activity[]; readonly choice: Choice },
): Promise<void> {
  const [oldest] = entries;
  if (latest === undefined || entries.length < latest || oldest === undefined || oldest.begunAt <= since) return;
  const of = host === undefined ? '' : ` of ${host}`;
  await output.note(
    `Only the latest ${latest} entries${of} were looked at; they begin at ${formatTime(oldest.begunAt)}.`,
  );
}

async function followActivity(context: CommandContext, choice: Choice): Promise<number> {
  const { latest } = choice;
  let exitCode: number = exitCodes.done;
  let hasHeader = true;
  await untilInterrupted(context, async () => {
    exitCode = await followHosts(context, (one, host) =>
      withClient(one, async (client) => {
        for await (const item of client.stream(
          'activity.watch',
          { ...(latest !== undefined && { latest }) },
          { signal: one.signal },
        )) {
          const entries = chosen(item.type === 'snapshot' ? item.entries : [item.entry], choice);
          if (entries.length === 0 && item.type === 'changed') continue;
          const rows = entries.map((value) => ({ host, value }));
          await show(context, rows, { hasHeader });
          if (rows.length > 0) hasHeader = false;
        }
      }),
    );
  });
  return exitCode;
}

async function show(
  context: CommandContext,
  rows: readonly OfHost<Activity>[],
  look: { readonly hasHeader?: boolean } = {},
): Promise<void> {
  const { output } = context;
  if (output.isJson)
    for (const { host, value } of rows) await output.json(jsonOfHost({ host, value: activityJson(value) }));
  else if (rows.length === 0) await output.note('There is no such entry in the activity log.');
  else
    await output.write(
      formatTable(rows, columnsOfHosts(columns, context), { paint: output.paint, width: output.width, ...look }),
    );
}

function activityJson({ begunAt, endedAt, id, ...entry }: Activity): object {
  const { operation, subject, uid, user, outcome, request, detail, change } = entry;
  return {
    id,
    begun_at: begunAt,
    ended_at: endedAt,
    operation,
    subject,
    uid,
    user,
    outcome,
    request,
    detail,
    change: change === null ? null : changeJson(change),
  };
}

const colours: Readonly<Record<Activity['outcome'], Colour | undefined>> = {
  running: 'dim',
  done: 'green',
  ended: 'dim',
  failed: 'red',
  denied: 'yellow',
  cancelled: 'dim',
  interrupted: 'red',
};

const columns: readonly Column<Activity>[] = [
  { title: 'ID', cell: ({ id }) => `${id}`, isNumber: true, drop: 2 },
  { title: 'BEGUN', cell: ({ begunAt }) => formatTime(begunAt) },
  { title: 'USER', cell: ({ user }) => user, least: 8, drop: 1 },
  { title: 'OPERATION', cell: ({ operation }) => operation, least: 15 },
  { title: 'SUBJECT', cell: ({ subject }) => subject ?? absent, least: 8 },
  {
    title: 'OUTCOME',
    cell: (entry) => (hadEndedBefore(entry) ? 'had ended' : entry.outcome),
    colour: (entry) => (hadEndedBefore(entry) ? 'dim' : colours[entry.outcome]),
  },
  { title: 'DETAIL', cell: detailOf, least: 12 },
];

function detailOf({ request, detail, change }: Activity): string {
  if (change === null) return [describeRequest(request), detail].filter((words) => words !== null).join('; ');
  if (change.state === 'applied')
    return change.cannotUndo === null ? `${change.summary} (can be undone)` : change.summary;
  return `${change.summary} (${change.state === 'undone' ? `undone by ${change.undoneBy}` : 'interrupted and undone'})`;
}
