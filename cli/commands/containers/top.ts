// SPDX-License-Identifier: Apache-2.0
/** `top`: the processes of a container, as its host sees them. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Option } from 'commander';
import { describeOwner } from '../../../contract/wording/describe-file.ts';
import { fail } from '../../../contract/errors.ts';
import type { ContainerProcesses } from '../../../contract/model/containers/process.ts';
import { operations } from '../../../contract/operations/index.ts';
import {
  arrangeProcesses,
  describeCommand,
  type ProcessArrangement,
  type ProcessOrder,
  processOrders,
  type ProcessRow,
} from '../../../contract/rules/process-tree.ts';
import type { Client } from '../../../rpc/client.ts';
import { countArgument, intervalArgument, nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { formatBytes, formatPercent } from '../../output/format-quantity.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { createRedrawnText } from '../../output/redrawn-text.ts';
import type { Registry } from '../../registry.ts';

interface TopOptions {
  readonly sort?: ProcessOrder;
  readonly grep?: string;
  readonly interval: number;
  readonly count?: number;
}

const description = `${operations['container.processes'].summary}
On a terminal it goes on, in one table that is drawn again, until Ctrl-C; elsewhere it shows them once, unless --count is
given. Without --sort each process is below its parent. The processor time of the first look is that since the start of
each process; after that CPU is its share of one processor. One whose context is not that of the container's init has a "!".`;

export function addTop({ program, act }: Registry): void {
  program
    .command('top')
    .summary('show the processes of a container')
    .description(description)
    .argument('<name>', 'name of the container', nameArgument)
    .addOption(new Option('--sort <column>', 'one list, in the order of a column').choices(processOrders))
    .option('--grep <text>', 'only processes that hold this text, in whatever case')
    .option('--interval <seconds>', 'time between two looks, 0.5 to 60', intervalArgument, 2000)
    .option('--count <number>', 'end after so many looks', countArgument)
    .addHelpText(
      'after',
      examples('top web', 'top web --sort memory', 'top web --count 2 --json', "top web --json | jq 'select(.stray)'"),
    )
    .action((name: string, options: TopOptions) => act((context) => showTop(context, name, options)));
}

async function showTop(context: CommandContext, name: string, options: TopOptions): Promise<undefined> {
  const { environment, signal } = context;
  const count = options.count ?? (environment.stdout.isTTY === true ? Infinity : 1);
  const show = createShow(context, options, count);
  await untilInterrupted(context, () =>
    withClient(context, async (client) => {
      await demandExistence(client, name, signal);
      let before: ContainerProcesses | undefined;
      for (let shown = 0; shown < count; shown += 1) {
        if (shown > 0) await pause(options.interval, signal);
        const latest = await client.request('container.processes', { name }, { signal });
        await show(latest, before);
        before = latest;
      }
    }),
  );
}

/** Reading the list is also what polkit may ask a password for. */
async function demandExistence(client: Client, name: string, signal: AbortSignal): Promise<void> {
  const { containers } = await client.request('container.list', {}, { signal });
  if (!containers.some((container) => container.name === name)) fail('container-not-found', { name });
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    fail('cancelled', {});
  }
}

type Show = (latest: ContainerProcesses, before: ContainerProcesses | undefined) => Promise<void>;

/** Shows one answer: as values, below the one before, or in its place where a terminal shows more than one. */
function createShow(
  { output, environment: { stdout } }: CommandContext,
  { sort, grep = '' }: TopOptions,
  count: number,
): Show {
  const write = stdout.isTTY === true && count > 1 ? createRedrawnText(output, stdout) : output.write;
  const arrangement: ProcessArrangement = {
    order: sort ?? 'pid',
    isDescending: sort === 'cpu' || sort === 'memory',
    isTree: sort === undefined,
    filter: grep,
  };
  return async (latest, before) => {
    const rows = arrangeProcesses(latest, before, arrangement);
    if (output.isJson) {
      for (const row of rows) await output.json(processJson(row, latest.readAt));
      return;
    }
    const more = latest.omitted === 0 ? '' : `and ${latest.omitted} more, which are not shown\n`;
    if (rows.length === 0) await output.note('No process holds this text.');
    else await write(`${formatTable(rows, columns, output)}${more}`);
  };
}

const columns: readonly Column<ProcessRow>[] = [
  { title: 'PID', cell: ({ process }) => String(process.pid), isNumber: true },
  {
    title: 'INSIDE',
    cell: ({ process }) => (process.innerPid === null ? absent : String(process.innerPid)),
    isNumber: true,
    drop: 3,
  },
  { title: 'USER', cell: ({ process }) => describeOwner(process.user), isNumber: true },
  {
    title: 'CPU',
    cell: ({ process, cpuPercent }) =>
      cpuPercent === null ? `${(process.cpuUsec / 1_000_000).toFixed(1)} s` : formatPercent(cpuPercent),
    isNumber: true,
  },
  { title: 'MEMORY', cell: ({ process }) => formatBytes(process.rssBytes), isNumber: true },
  { title: 'STATE', cell: ({ process }) => process.state, drop: 4 },
  {
    title: 'CONTEXT',
    cell: ({ process }) => `${process.isStray ? '! ' : ''}${shortContext(process.context)}`,
    colour: ({ process }) => (process.isStray ? 'red' : undefined),
    least: 12,
  },
  { title: 'CGROUP', cell: ({ process }) => process.cgroup ?? absent, drop: 5 },
  { title: 'COMMAND', cell: ({ process, depth }) => `${'  '.repeat(depth)}${describeCommand(process)}`, least: 20 },
];

/** Gives the type and the level; user and role are the same for all of them. */
function shortContext(context: string | null): string {
  return context?.split(':').slice(2).join(':') ?? absent;
}

function processJson({ process, cpuPercent, depth }: ProcessRow, time: number): object {
  return {
    time,
    pid: process.pid,
    inner_pid: process.innerPid,
    parent: process.parent,
    depth,
    uid: process.user.inside,
    host_uid: process.user.host,
    state: process.state,
    comm: process.comm,
    command: process.command,
    command_cut: process.isCommandCut,
    context: process.context,
    stray: process.isStray,
    started_at: process.startedAt,
    cpu_usec: process.cpuUsec,
    cpu_percent: cpuPercent,
    rss_bytes: process.rssBytes,
    cgroup: process.cgroup,
  };
}
