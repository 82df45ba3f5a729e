// SPDX-License-Identifier: Apache-2.0
/** `benchmark`: the overhead of isolation on a host. */

import { InvalidArgumentError } from 'commander';
import {
  benchmarkClassLabels,
  benchmarkPlaceLabels,
  benchmarkStepLabels,
} from '../../../contract/wording/isolation/benchmark-labels.ts';
import {
  type BenchmarkClass,
  benchmarkClassSchema,
  type BenchmarkReport,
  type BenchmarkRow,
  type Spread,
} from '../../../contract/model/benchmark.ts';
import { operations } from '../../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { examples } from '../../format/help-text.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';
import { createProgressLine } from '../../output/progress-line.ts';
import type { Registry } from '../../registry.ts';

const description =
  `${operations['benchmark.run'].summary}
Rates are compared within a round; the table shows the middle ratio, and in brackets ` +
  'the quarters below and above. Measure on the machine that you mean, and leave it alone ' +
  'meanwhile.';

interface MeasureOptions {
  readonly image?: string;
  readonly work?: readonly BenchmarkClass[];
  readonly rounds?: number;
  readonly seconds?: number;
}

export function addBenchmark({ program, act }: Registry): void {
  const benchmark = program
    .command('benchmark')
    .summary('measure the overhead of isolation')
    .description('The overhead of isolation on a host.');
  benchmark
    .command('host')
    .summary('measure now')
    .description(description)
    .option('--image <name>', 'image of both containers')
    .option(
      '--work <kinds>',
      `only these, separated by commas: ${benchmarkClassSchema().options.join(', ')}`,
      parseWork,
    )
    .option('--rounds <number>', 'how often everything is measured', wholeNumber)
    .option('--seconds <number>', 'how long each piece of work takes', wholeNumber)
    .addHelpText(
      'after',
      examples('benchmark host', 'benchmark host --rounds 15 --work cpu,syscall', 'benchmark host --json'),
    )
    .action((options: MeasureOptions) => act((context) => measure(context, options)));
  benchmark
    .command('show')
    .summary('show the latest measurement')
    .description(operations['benchmark.latest'].summary)
    .addHelpText('after', examples('benchmark show', 'benchmark show --json'))
    .action(() => act(show));
}

const columns: readonly Column<BenchmarkRow>[] = [
  { title: 'WORK', cell: ({ class: work }) => benchmarkClassLabels[work] },
  { title: 'HOST/S', cell: ({ rates }) => rateText(rates.host), isNumber: true },
  { title: 'PLAIN LXC', cell: ({ plain }) => spreadText(plain), isNumber: true },
  { title: 'BULKHEAD', cell: ({ bulkhead }) => spreadText(bulkhead), isNumber: true },
];

async function measure(context: CommandContext, { image, work, rounds, seconds }: MeasureOptions): Promise<undefined> {
  const { output, signal, environment } = context;
  const report = await withClient(context, async (client) => {
    const params = {
      ...(image !== undefined && { image }),
      ...(work !== undefined && { classes: [...work] }),
      ...(rounds !== undefined && { rounds }),
      ...(seconds !== undefined && { seconds }),
    };
    const measuring = client.stream('benchmark.run', params, { signal });
    const progress = createProgressLine(environment.stderr, output);
    try {
      for await (const item of measuring) {
        if (output.isQuiet || output.isJson) continue;
        const what =
          item.type === 'step'
            ? benchmarkStepLabels[item.step]
            : `round ${item.round + 1}: ${benchmarkClassLabels[item.class]}, ${benchmarkPlaceLabels[item.place]}`;
        await progress.show(`${String(Math.round(item.fraction * 100)).padStart(3)} %  ${what}`);
      }
    } finally {
      await progress.clear();
    }
    return measuring.result;
  });
  await tell(context, report);
  return undefined;
}

async function show(context: CommandContext): Promise<undefined> {
  const { report } = await withClient(context, (client) =>
    client.request('benchmark.latest', {}, { signal: context.signal }),
  );
  if (report !== null) await tell(context, report);
  else if (!context.output.isJson) await context.output.write('Nothing was measured on this host yet.\n');
  return undefined;
}

/** A line for each kind of work, then one for the machine and how it was measured. */
async function tell({ output }: CommandContext, report: BenchmarkReport): Promise<void> {
  const { rows, machine, rounds, seconds, tool, image, load, remarks, startedAt, endedAt } = report;
  if (output.isJson) {
    for (const { class: work, stressor, rates, plain, bulkhead } of rows)
      await output.json({ work, stressor, rates, plain, bulkhead });
    await output.json({
      machine,
      image,
      tool,
      rounds,
      seconds,
      load,
      started_at: startedAt,
      ended_at: endedAt,
      remarks,
    });
    return;
  }
  await output.write(formatTable(rows, columns, output));
  const lines = [
    `${machine.name}: ${machine.processor}, ${machine.cpus} processors, kernel ${machine.kernel}, ` +
      `virtualization ${machine.virtualization}, SELinux ${machine.selinux}`,
    `${tool}, image ${image}, ${rounds} rounds of ${seconds} s; load ${load.before} before, ${load.after} after`,
    ...remarks,
  ];
  await output.write(`\n${lines.map((line) => `${escapeText(line)}\n`).join('')}`);
}

function spreadText(spread: Spread | null): string {
  return spread === null
    ? absent
    : `${spread.median.toFixed(3)} (${spread.low.toFixed(3)} to ${spread.high.toFixed(3)})`;
}

function rateText(rates: readonly (number | null)[]): string {
  const known = rates.filter((rate) => rate !== null).toSorted((a, b) => a - b);
  const middle = known[Math.floor(known.length / 2)];
  return middle === undefined ? absent : middle.toFixed(middle < 100 ? 1 : 0);
}

function parseWork(text: string): readonly BenchmarkClass[] {
  return text.split(',').map((name) => {
    const parsed = benchmarkClassSchema().safeParse(name.trim());
    if (!parsed.success)
      throw new InvalidArgumentError(
        `There is no work ${name}; there are ${benchmarkClassSchema().options.join(', ')}.`,
      );
    return parsed.data;
  });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
