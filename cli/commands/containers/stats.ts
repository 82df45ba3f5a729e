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
import { formatBytes, formatCount, formatPercent, formatTime } from '../../output/format-quantity.ts';
import type { Registry } from '../../registry.ts';

interface StatsOptions {
  readonly interval: number;
  readonly count?: number;
}

interface StatsRow extends ContainerSample {
  readonly time: number;
}

export function addStats({ program, act }: Registry): void {
  program
    .command('stats')
    .summary('show what containers use')
    .description(`${operations['sample.watch'].summary} Ctrl-C ends it.`)
    .argument('[name...]', 'containers to show; all that run when left out', namesArgument)
    .option('--interval <seconds>', 'time between samples', intervalArgument, 1000)
    .option('--count <number>', 'end after so many samples', countArgument)
    .addHelpText('after', examples('stats', 'stats web db --interval 5', 'stats --count 1 --json'))
    .action((names: readonly string[], options: StatsOptions) => act((context) => showStats(context, names, options)));
}

async function showStats(
  context: CommandContext,
  names: readonly string[],
  { interval, count = Infinity }: StatsOptions,
): Promise<undefined> {
  await untilInterrupted(context, () =>
    withClient(context, async (client) => {
      const { signal } = context;
      if (names.length > 0) await demandExistence(client, names, signal);
      let shown = 0;
      for await (const { samples } of client.stream(
        'sample.watch',
        { intervalMs: interval, ...(names.length > 0 && { names: [...names] }) },
        { signal },
      )) {
        for (const sample of samples) {
          await show(context, sample);
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

async function show({ output }: CommandContext, { time, containers }: Sample): Promise<void> {
  const rows = containers.map((sample) => ({ time, ...sample }));
  if (output.isJson) for (const row of rows) await output.json(statsJson(row));
  else if (rows.length === 0) await output.note(`${formatTime(time)}  no container runs`);
  else await output.write(`${formatTable(rows, columns, output)}\n`);
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
  { title: 'TIME', cell: ({ time }) => formatTime(time) },
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'CPU', cell: ({ cpuPercent }) => formatPercent(cpuPercent), isNumber: true },
  { title: 'MEMORY', cell: ({ memoryBytes }) => formatBytes(memoryBytes), isNumber: true },
  { title: 'LIMIT', cell: ({ memoryMax }) => (memoryMax === null ? absent : formatBytes(memoryMax)), isNumber: true },
  { title: 'TASKS', cell: ({ pids }) => formatCount(pids), isNumber: true },
  { title: 'DISK', cell: ({ diskBytes }) => formatBytes(diskBytes), isNumber: true },
  { title: 'LIMIT', cell: ({ diskMax }) => (diskMax === null ? absent : formatBytes(diskMax)), isNumber: true },
  { title: 'READ', cell: ({ ioReadBytes }) => formatBytes(ioReadBytes), isNumber: true },
  { title: 'WRITTEN', cell: ({ ioWriteBytes }) => formatBytes(ioWriteBytes), isNumber: true },
  { title: 'RECEIVED', cell: ({ netRxBytes }) => formatBytes(netRxBytes), isNumber: true },
  { title: 'SENT', cell: ({ netTxBytes }) => formatBytes(netTxBytes), isNumber: true },
  { title: 'WAITS CPU', cell: ({ pressure }) => formatPercent(pressure.cpu), isNumber: true },
  { title: 'MEMORY', cell: ({ pressure }) => formatPercent(pressure.memory), isNumber: true },
  { title: 'IO', cell: ({ pressure }) => formatPercent(pressure.io), isNumber: true },
];
