/** `drill`: attacks a throw-away container from another, and says what stopped each attempt. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drillReportHtml } from '../../contract/drill-report-html.ts';
import { drillOutcomeWords, drillStepWords } from '../../contract/drill-words.ts';
import type { DrillReportSummary, DrillResult, SignedDrillReport } from '../../contract/model/drill.ts';
import { operations } from '../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { examples } from '../help-text.ts';
import { absent, type Column, formatTable } from '../output/format-table.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { exitCodes } from '../problem-line.ts';
import type { Registry } from '../registry.ts';

const description = `${operations['drill.run'].summary}
Ends with 0 only when every probe was blocked, with evidence, by a layer that should block it.`;

export function addDrill({ program, act }: Registry): void {
  const drill = program.command('drill').summary('prove the wall by attacking it').description('The isolation drill: what an attacker in one container can do to another, and to the host.');
  drill
    .command('run')
    .summary('run the drill')
    .description(description)
    .option('--report <folder>', 'write the signed report there, as HTML and as JSON')
    .addHelpText('after', examples('drill run', 'drill run --report /root/drill', 'drill run --json'))
    .action((options: { readonly report?: string }) => act((context) => run(context, options.report)));
  drill
    .command('list')
    .summary('list the reports of the host')
    .description(operations['drill.list'].summary)
    .addHelpText('after', examples('drill list', 'drill list --json'))
    .action(() => act(list));
}

const resultColumns: readonly Column<DrillResult>[] = [
  { title: 'RESULT', cell: ({ pass }) => (pass ? 'pass' : 'FAIL'), colour: ({ pass }) => (pass ? 'green' : 'red') },
  { title: 'PROBE', cell: ({ probe }) => probe },
  { title: 'SELINUX DOWN', cell: ({ without }) => drillOutcomeWords[without.outcome] },
  { title: 'ALL UP', cell: ({ with: up }) => drillOutcomeWords[up.outcome] },
  { title: 'STOPPED BY', cell: ({ with: up }) => up.blockedBy.join(', ') || absent },
];

const reportColumns: readonly Column<DrillReportSummary>[] = [
  { title: 'REPORT', cell: ({ id }) => id },
  { title: 'PASSED', cell: ({ passed }) => String(passed), isNumber: true },
  { title: 'FAILED', cell: ({ failed }) => String(failed), isNumber: true },
  { title: 'NEW HOLES', cell: ({ newHoles }) => newHoles.join(', ') || absent },
];

async function run(context: CommandContext, folder: string | undefined): Promise<number> {
  const { output, signal, surroundings } = context;
  const signed = await withClient(context, async (client) => {
    const drill = client.stream('drill.run', {}, { signal });
    const progress = createProgressLine(surroundings.stderr, output);
    const show = (text: string): Promise<void> | undefined => (output.isQuiet || output.isJson ? undefined : progress.show(text));
    try {
      for await (const item of drill) {
        if (item.type === 'step') await show(`${String(Math.round(item.fraction * 100)).padStart(3)} %  ${drillStepWords[item.step]}`);
        else if (item.type === 'result' && output.isJson) await output.json(resultJson(item.result));
      }
    } finally {
      await progress.clear();
    }
    return drill.result;
  });
  if (folder !== undefined) await writeReport(folder, signed);
  await tell(context, signed);
  return signed.report.summary.failed === 0 ? exitCodes.done : exitCodes.failed;
}

function resultJson({ probe, class: probeClass, expectedLayers, without, with: up, taken, pass }: DrillResult): object {
  return {
    probe,
    class: probeClass,
    expected_layers: expectedLayers,
    without: { outcome: without.outcome, evidence: without.evidence },
    with: { outcome: up.outcome, evidence: up.evidence, blocked_by: up.blockedBy, denials: up.denials },
    taken: taken.map(({ layer, cell, withoutSelinux }) => ({ layer, outcome: cell.outcome, evidence: cell.evidence, blocked_by: cell.blockedBy, ...(withoutSelinux && { without_selinux: { outcome: withoutSelinux.outcome, evidence: withoutSelinux.evidence } }) })),
    pass,
  };
}

async function tell({ output }: CommandContext, { report }: SignedDrillReport): Promise<void> {
  if (output.isJson) return output.json({ summary: report.summary });
  if (output.isQuiet) return;
  await output.write(formatTable(report.results, resultColumns, { paint: output.paint }));
  const { probes, passed, failed } = report.summary;
  await output.write(`${probes} probes, ${passed} passed, ${failed} failed\n`);
}

async function writeReport(folder: string, signed: SignedDrillReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `drill-${signed.report.id}`;
  await writeFile(join(folder, `${name}.html`), drillReportHtml(signed));
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(signed, undefined, 2)}\n`);
}

async function list(context: CommandContext): Promise<undefined> {
  const { output, signal } = context;
  const { reports } = await withClient(context, (client) => client.request('drill.list', {}, { signal }));
  if (output.isJson) {
    for (const report of reports) await output.json(report);
    return;
  }
  await output.write(formatTable(reports, reportColumns, { paint: output.paint }));
}
