// SPDX-License-Identifier: Apache-2.0
/** `history`: what a container or the host used over a range of time. */

import { Option } from 'commander';
import type { UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import { operations } from '../../../contract/operations/index.ts';
import { spanArgument } from '../../arguments/monitoring-arguments.ts';
import { interfaceArgument, nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { absent, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../output/format-quantity.ts';
import type { Registry } from '../../registry.ts';

interface HistoryOptions {
  readonly range: number;
  readonly points: number;
  readonly format: 'table' | 'csv' | 'json';
  readonly interface?: string;
}

interface Row {
  /** In seconds since the epoch. */
  readonly time: number;
  readonly values: readonly (number | null)[];
}

const shortestSeconds = 10;
const longestSeconds = 31 * 86_400;

export function addHistory({ program, act }: Registry): void {
  program
    .command('history')
    .summary('show what was used over time')
    .description(
      `${operations['sample.history'].summary} The mean of each point is shown; nothing where it was not measured.`,
    )
    .argument('[name]', 'a container; the host when left out', nameArgument)
    .option('--range <span>', 'how far back: 10m, 6h, 30d', spanArgument, 3600)
    .option('--interface <name>', 'the traffic of one of its network interfaces', interfaceArgument)
    .option('--points <number>', 'at most so many points, 10 to 1000', Number, 60)
    .addOption(
      new Option('--format <format>', 'table, csv, or json').choices(['table', 'csv', 'json']).default('table'),
    )
    .addHelpText(
      'after',
      examples('history web', 'history web --interface wg0', 'history web --range 30d --points 720 --format csv'),
    )
    .action((name: string | undefined, options: HistoryOptions) =>
      act((context) => showHistory(context, name, options)),
    );
}

async function showHistory(
  context: CommandContext,
  name: string | undefined,
  { range, points, format, interface: interfaceName }: HistoryOptions,
): Promise<undefined> {
  const { output, signal } = context;
  const history = await withClient(context, (client) =>
    client.request(
      'sample.history',
      {
        to: Date.now() / 1000,
        seconds: Math.min(longestSeconds, Math.max(shortestSeconds, range)),
        points,
        ...(name !== undefined && { container: name }),
        ...(interfaceName !== undefined && { interface: interfaceName }),
      },
      { signal },
    ),
  );
  const titles = history.series.map(({ column }) => column);
  const rows = rowsOf(history);
  if (output.isJson || format === 'json')
    for (const { time, values } of rows)
      await output.json({ time, ...Object.fromEntries(titles.map((title, index) => [title, values[index] ?? null])) });
  else if (format === 'csv') await output.writeExact(csvOf(titles, rows));
  else if (rows.length === 0) await output.note('Nothing was measured in this time.');
  else await output.write(tableOf(titles, rows, context));
}

/** Points at which nothing was measured are left out. */
function rowsOf({ from, step, length, series }: UsageHistory): readonly Row[] {
  return Array.from({ length }, (_, index) => ({
    time: from + index * step,
    values: series.map(({ mean }) => mean[index] ?? null),
  })).filter(({ values }) => values.some((value) => value !== null));
}

/** Times in UTC, as the window saves them. */
function csvOf(titles: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map(({ time, values }) =>
    [new Date(time * 1000).toISOString(), ...values.map((value) => (value === null ? '' : String(value)))].join(','),
  );
  return [['time', ...titles].join(','), ...lines, ''].join('\n');
}

function tableOf(titles: readonly string[], rows: readonly Row[], { output }: CommandContext): string {
  return formatTable(
    rows,
    [
      { title: 'TIME', cell: ({ time }) => formatTime(time) },
      ...titles.map((title, index) => ({
        title: title.toUpperCase(),
        drop: index,
        cell: ({ values }: Row) => formatValue(values[index] ?? null),
        isNumber: true,
      })),
    ],
    output,
  );
}

function formatValue(value: number | null): string {
  return value === null ? absent : String(Number(value.toPrecision(4)));
}
