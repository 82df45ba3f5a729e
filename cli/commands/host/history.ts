// SPDX-License-Identifier: Apache-2.0
/** `history`: what a container or the host used over a range of time. */

import { Option } from 'commander';
import type { UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import {
  type RankedColumn,
  rankedColumns,
  type UsageRanking,
} from '../../../contract/model/containers/usage-ranking.ts';
import { operations } from '../../../contract/operations/index.ts';
import { momentForms, momentRange } from '../../arguments/moment-option.ts';
import { spanArgument } from '../../arguments/monitoring-arguments.ts';
import { interfaceArgument, nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { formatTime } from '../../../report/format-time.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface HistoryOptions {
  readonly range?: number;
  readonly from?: string;
  readonly until?: string;
  readonly points: number;
  readonly csv?: boolean;
  readonly interface?: string;
  readonly most?: RankedColumn;
}

interface Row {
  /** Gives the time in seconds since the epoch. */
  readonly time: number;
  readonly values: readonly (number | null)[];
}

const shortestSeconds = 10;
const longestSeconds = 31 * 86_400;
const usualSeconds = 3600;

export function addHistory({ program, act }: Registry): void {
  program
    .command('history')
    .summary('show what was used over time')
    .description(
      `${operations['sample.history'].summary} The mean of each point is shown; nothing where it was not measured.`,
    )
    .argument('[name]', 'a container; the host when left out', nameArgument)
    .option('--range <span>', 'how long the range is: 10m, 6h, 30d (default: 1h)', spanArgument)
    .option('--from <time>', `where it begins, in place of --range: ${momentForms}`)
    .option('--until <time>', 'where it ends, in the same forms (default: now)')
    .option('--interface <name>', 'the traffic of one of its network interfaces', interfaceArgument)
    .option('--points <number>', 'at most so many points, 10 to 1000', Number, 60)
    .addOption(
      new Option('--most <what>', 'the containers that used most of this in the range, the first ten')
        .choices(rankedColumns)
        .conflicts('interface'),
    )
    .option('--csv', 'as comma-separated values, with times in UTC')
    .addHelpText(
      'after',
      examples(
        'history web',
        'history web --interface wg0',
        'history web --from 2026-11-30T02:50 --until 2026-11-30T03:10',
        'history --most cpu --from 2026-11-30T02:50 --until 2026-11-30T03:10',
        'history web --range 30d --points 720 --csv',
      ),
    )
    .action((name: string | undefined, options: HistoryOptions) =>
      act((context) => showHistory(context, name, options)),
    );
}

async function showHistory(
  context: CommandContext,
  name: string | undefined,
  { points, csv: isCsv = false, interface: interfaceName, ...options }: HistoryOptions,
): Promise<undefined> {
  const { output, signal } = context;
  if (isCsv && output.isJson) throw new UsageError('--csv excludes --json and --format');
  const range = rangeOf(options, context.environment.now());
  if (options.most !== undefined) {
    if (name !== undefined) throw new UsageError('--most ranks all containers, and takes no name');
    return showRanking(context, { column: options.most, ...range }, isCsv);
  }
  const history = await withClient(context, (client) =>
    client.request(
      'sample.history',
      {
        ...range,
        points,
        ...(name !== undefined && { container: name }),
        ...(interfaceName !== undefined && { interface: interfaceName }),
      },
      { signal },
    ),
  );
  const titles = history.series.map(({ column }) => column);
  const rows = rowsOf(history);
  if (output.isJson)
    for (const { time, values } of rows)
      await output.json({ time, ...Object.fromEntries(titles.map((title, index) => [title, values[index] ?? null])) });
  else if (isCsv) await output.writeExact(csvOf(titles, rows));
  else if (rows.length === 0) await output.note('Nothing was measured in this time.');
  else await output.write(tableOf(titles, rows, context));
}

async function showRanking(
  context: CommandContext,
  asked: { readonly column: RankedColumn; readonly to: number; readonly seconds: number },
  isCsv: boolean,
): Promise<undefined> {
  const { output, signal } = context;
  const { containers } = await withClient(context, (client) => client.request('sample.rank', asked, { signal }));
  if (output.isJson) for (const one of containers) await output.json(one);
  else if (isCsv)
    await output.writeExact(
      ['name,mean,max', ...containers.map(({ name, mean, max }) => [name, mean, max].join(',')), ''].join('\n'),
    );
  else if (containers.length === 0) await output.note('No container used any in this time.');
  else await output.write(formatTable(containers, rankingColumns, output));
}

/** Gives the range as the operation takes it: where it ends, and how many seconds it has. */
function rangeOf(
  { range, from, until }: Pick<HistoryOptions, 'range' | 'from' | 'until'>,
  now: number,
): { readonly to: number; readonly seconds: number } {
  const { from: begin, to = now } = momentRange(
    [
      ['--from', from],
      ['--until', until],
    ],
    now,
  );
  if (begin === undefined)
    return { to, seconds: Math.min(longestSeconds, Math.max(shortestSeconds, range ?? usualSeconds)) };
  if (range !== undefined)
    throw new UsageError('--from and --range exclude each other: both say where the range begins');
  const seconds = Math.ceil(to - begin);
  if (seconds < shortestSeconds || seconds > longestSeconds)
    throw new UsageError('from --from to --until there are to be 10 seconds to 31 days');
  return { to, seconds };
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

const rankingColumns: readonly Column<UsageRanking['containers'][number]>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'MEAN', cell: ({ mean }) => formatValue(mean), isNumber: true },
  { title: 'MAX', cell: ({ max }) => formatValue(max), isNumber: true },
];

function formatValue(value: number | null): string {
  return value === null ? absent : String(Number(value.toPrecision(4)));
}
