// SPDX-License-Identifier: Apache-2.0
/** `stats`: what containers use, a sample each interval. */

import { Failure } from '../../../contract/errors.ts';
import type { ContainerSample, Sample } from '../../../contract/model/containers/sample.ts';
import { operations } from '../../../contract/operations/index.ts';
import type { Client } from '../../../rpc/client.ts';
import { countArgument, intervalArgument, namesArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, untilInterrupted, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../../report/format-time.ts';
import { formatBytes, formatCount, formatPercent } from '../../output/format-quantity.ts';
import { createRedrawnText } from '../../output/redrawn-text.ts';
import type { Registry } from '../../registry.ts';

interface StatsOptions {
  readonly interval?: number;
  readonly count?: number;
  readonly stream?: boolean;
}

interface StatsRow extends ContainerSample {
  readonly time: number;
}

export function addStats({ program, act }: Registry): void {
  program
    .command('stats')
    .summary('show what containers use')
    .description(
      `${operations['sample.watch'].summary}\n` +
        'On a terminal it goes on, in one table that is drawn again, until Ctrl-C. Elsewhere it shows one sample, unless ' +
        '--stream or --count is given.',
    )
    .argument('[name...]', 'containers to show; all that run when left out', namesArgument)
    .option('--interval <seconds>', 'time between samples, 0.5 to 60 (default: 1)', intervalArgument)
    .option('--count <number>', 'end after so many samples', countArgument)
    .option('--stream', 'go on until Ctrl-C, also where the output is no terminal')
    .option('--no-stream', 'show one sample, also on a terminal')
    .addHelpText('after', examples('stats', 'stats web db --interval 5', 'stats --no-stream', 'stats --stream --json'))
    .action((names: readonly string[], options: StatsOptions) => act((context) => showStats(context, names, options)));
}

async function showStats(
  context: CommandContext,
  names: readonly string[],
  { interval, ...options }: StatsOptions,
): Promise<undefined> {
  await untilInterrupted(context, () =>
    withClient(context, async (client) => {
      const { signal } = context;
      if (names.length > 0) await demandExistence(client, names, signal);
      const count = countOf(context, options);
      const show = createShow(context, count);
      let shown = 0;
      for await (const { samples } of client.stream(
        'sample.watch',
        { ...(interval !== undefined && { intervalMs: interval }), ...(names.length > 0 && { names: [...names] }) },
        { signal },
      )) {
        for (const sample of samples) {
          await show(sample);
          shown += 1;
          if (shown >= count) return;
        }
      }
    }),
  );
}

/** A name that does not exist would just never be in a sample. */
async function demandExistence(client: Client, names: readonly string[], signal: AbortSignal): Promise<void> {
  const { containers } = await client.request('container.list', {}, { signal });
  const missing = names.find((name) => !containers.some((container) => container.name === name));
  if (missing !== undefined) throw new Failure('container-not-found', { name: missing });
}

/** How many samples are shown. */
function countOf(
  { environment }: CommandContext,
  { count, stream = environment.stdout.isTTY === true }: StatsOptions,
): number {
  return count ?? (stream ? Infinity : 1);
}

/** Shows one sample: as values, below the one before, or in its place where a terminal shows more than one. */
function createShow({ output, environment }: CommandContext, count: number): (sample: Sample) => Promise<void> {
  const { stdout } = environment;
  const redraw = stdout.isTTY === true && count > 1 ? createRedrawnText(output, stdout) : undefined;
  return async ({ time, containers }) => {
    const rows = containers.map((sample) => ({ time, ...sample }));
    if (output.isJson) for (const row of rows) await output.json(statsJson(row));
    else if (rows.length > 0) await (redraw ?? output.write)(formatTable(rows, columns, output));
    else await (redraw ?? output.note)(`${formatTime(time)}  no container runs`);
  };
}

function statsJson({ pressure, ...row }: StatsRow): object {
  return {
    time: row.time,
    name: row.name,
    cpu_usec: row.cpuUsec,
    cpu_percent: row.cpuPercent,
    cpu_throttled_percent: row.throttledPercent,
    memory_bytes: row.memoryBytes,
    memory_anon: row.memoryAnon,
    memory_file: row.memoryFile,
    memory_kernel: row.memoryKernel,
    memory_max: row.memoryMax,
    pids: row.pids,
    disk_bytes: row.diskBytes,
    disk_max: row.diskMax,
    disk_inodes: row.diskInodes,
    disk_inodes_max: row.diskInodesMax,
    io_read_bytes: row.ioReadBytes,
    io_write_bytes: row.ioWriteBytes,
    net_rx_bytes: row.netRxBytes,
    net_tx_bytes: row.netTxBytes,
    interfaces: row.interfaces.map(({ name, rxBytes, txBytes }) => ({ name, rx_bytes: rxBytes, tx_bytes: txBytes })),
    psi_cpu_some_avg10: pressure.cpu,
    psi_memory_some_avg10: pressure.memory,
    psi_io_some_avg10: pressure.io,
  };
}

const columns: readonly Column<StatsRow>[] = [
  { title: 'TIME', cell: ({ time }) => formatTime(time), drop: 9 },
  { title: 'NAME', cell: ({ name }) => name, least: 16 },
  { title: 'CPU', cell: ({ cpuPercent }) => formatPercent(cpuPercent), isNumber: true },
  { title: 'MEMORY', cell: ({ memoryBytes }) => formatBytes(memoryBytes), isNumber: true },
  {
    title: 'LIMIT',
    cell: ({ memoryMax }) => (memoryMax === null ? absent : formatBytes(memoryMax)),
    isNumber: true,
    drop: 6,
  },
  { title: 'TASKS', cell: ({ pids }) => formatCount(pids), isNumber: true },
  { title: 'DISK', cell: ({ diskBytes }) => formatBytes(diskBytes), isNumber: true, drop: 1 },
  {
    title: 'LIMIT',
    cell: ({ diskMax }) => (diskMax === null ? absent : formatBytes(diskMax)),
    isNumber: true,
    drop: 7,
  },
  { title: 'READ', cell: ({ ioReadBytes }) => formatBytes(ioReadBytes), isNumber: true, drop: 3 },
  { title: 'WRITTEN', cell: ({ ioWriteBytes }) => formatBytes(ioWriteBytes), isNumber: true, drop: 3 },
  { title: 'RECEIVED', cell: ({ netRxBytes }) => formatBytes(netRxBytes), isNumber: true, drop: 2 },
  { title: 'SENT', cell: ({ netTxBytes }) => formatBytes(netTxBytes), isNumber: true, drop: 2 },
  { title: 'WAITS CPU', cell: ({ pressure }) => formatPercent(pressure.cpu), isNumber: true, drop: 8 },
  { title: 'MEMORY', cell: ({ pressure }) => formatPercent(pressure.memory), isNumber: true, drop: 8 },
  { title: 'IO', cell: ({ pressure }) => formatPercent(pressure.io), isNumber: true, drop: 8 },
];
