// SPDX-License-Identifier: Apache-2.0
/** `activity`: who did what, when, with which result. */

import { describeRequest } from '../../../contract/describe-request.ts';
import type { Activity } from '../../../contract/model/activity.ts';
import { operations } from '../../../contract/operations/index.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { exitCodes } from '../../format/problem-line.ts';
import type { Client } from '../../../rpc/client.ts';
import { changeJson } from '../../format/change-json.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../output/format-quantity.ts';
import type { Colour } from '../../output/paint.ts';
import type { Registry } from '../../registry.ts';
import { columnsOfHosts, followHosts, gatherFromHosts, jsonOfHost, type OfHost } from '../../several-hosts.ts';
import { addUndo } from './undo.ts';

export function addActivity({ program, act }: Registry): void {
  const command = program
    .command('activity')
    .summary('show who did what')
    .description(`${operations['activity.watch'].summary} Without --follow it ends after the latest.`)
    .option('--follow', 'go on with each entry that begins or ends, until Ctrl-C')
    .addHelpText(
      'after',
      examples(
        'activity',
        '--host ssh://one --host ssh://two activity --follow',
        'activity --follow --json | jq \'select(.outcome == "denied")\'',
      ),
    )
    .action((options: { readonly follow?: boolean }) =>
      act((context) => showActivity(context, options.follow === true), { severalHosts: true }),
    );
  addUndo(command, { act });
}

async function showActivity(context: CommandContext, isFollowing: boolean): Promise<number> {
  if (isFollowing) return followActivity(context);
  const { found, exitCode } = await gatherFromHosts(context, (client) => readLatest(client, context.signal));
  const entries = found.flatMap(({ host, value }) => value.map((entry) => ({ host, value: entry })));
  // Nothing may have been said where one has not answered.
  if (entries.length > 0 || exitCode === exitCodes.done)
    await show(
      context,
      entries.toSorted((left, right) => left.value.begunAt - right.value.begunAt),
    );
  return exitCode;
}

async function readLatest(client: Client, signal: AbortSignal): Promise<readonly Activity[]> {
  for await (const item of client.stream('activity.watch', {}, { signal }))
    if (item.type === 'snapshot') return item.entries;
  return [];
}

async function followActivity(context: CommandContext): Promise<number> {
  let exitCode: number = exitCodes.done;
  let hasHeader = true;
  await untilInterrupted(context, async () => {
    exitCode = await followHosts(context, (one, host) =>
      withClient(one, async (client) => {
        for await (const item of client.stream('activity.watch', {}, { signal: one.signal })) {
          const entries = item.type === 'snapshot' ? item.entries : [item.entry];
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
  else if (rows.length === 0) await output.note('Nothing has been done yet.');
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
  { title: 'OUTCOME', cell: ({ outcome }) => outcome, colour: ({ outcome }) => colours[outcome] },
  { title: 'DETAIL', cell: detailOf, least: 12 },
];

function detailOf({ request, detail, change }: Activity): string {
  if (change === null) return [describeRequest(request), detail].filter((words) => words !== null).join('; ');
  if (change.state === 'applied')
    return change.cannotUndo === null ? `${change.summary} (can be undone)` : change.summary;
  return `${change.summary} (${change.state === 'undone' ? `undone by ${change.undoneBy}` : 'interrupted and undone'})`;
}
