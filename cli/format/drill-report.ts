// SPDX-License-Identifier: Apache-2.0
/**
 * Follows a drill to its end, and shows what came of it: as a table, as lines of JSON, and as the signed report in a
 * folder.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drillFaultOf, drillVerdict, drillVerdictOf } from '../../contract/wording/isolation/drill-marks.ts';
import { drillReportHtml } from '../../report/drill-report-html.ts';
import { drillCellLabel, drillSurfaceLabels } from '../../contract/wording/isolation/drill-labels.ts';
import type {
  DrillCell,
  DrillResult,
  DrillSurface,
  DrillSurfaceCell,
  SignedDrillReport,
} from '../../contract/model/drill.ts';
import type { RemoteStream } from '../../rpc/client.ts';
import type { CommandContext } from '../command-context.ts';
import { absent, type Column, formatTable } from '../output/format-table.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { exitCodes } from './problem-line.ts';

const onOneMember = 'ON ONE MEMBER';
const onTwo = 'ON TWO';

const verdictColours = { pass: 'green', fail: 'red', absent: 'yellow' } as const;

const probeColumns: readonly Column<DrillResult>[] = [
  {
    title: 'RESULT',
    cell: resultLabel,
    colour: (result) => verdictColours[drillVerdictOf(result)],
  },
  { title: 'PROBE', cell: ({ probe }) => probe },
];

const resultColumns: readonly Column<DrillResult>[] = [
  ...probeColumns,
  { title: 'SELINUX OFF', cell: ({ without }) => drillCellLabel(without) },
  { title: 'ALL ON', cell: ({ with: up }) => drillCellLabel(up) },
  { title: 'BLOCKED BY', cell: ({ with: up }) => up.blockedBy.join(', ') || absent },
  {
    title: 'LAYER OFF',
    cell: ({ taken }) => taken.map(({ layer, cell }) => `${layer}: ${outcomeOf(cell)}`).join('; ') || absent,
  },
];

function resultLabel(result: DrillResult): string {
  const fault = drillFaultOf(result)?.toUpperCase();
  return fault ?? (drillVerdictOf(result) === 'absent' ? 'n/a' : 'blocked');
}

/** These columns are for a drill across members, where nothing was tried with a layer away. */
const membersColumns: readonly Column<DrillResult>[] = [
  ...probeColumns,
  { title: onOneMember, cell: ({ with: up }) => outcomeOf(up) },
  { title: onTwo, cell: ({ elsewhere }) => (elsewhere === undefined ? absent : outcomeOf(elsewhere)) },
];

const surfaceColumns: readonly Column<DrillSurface>[] = [
  { title: 'SURFACE', cell: ({ probe }) => probe },
  { title: 'SELINUX OFF', cell: ({ without }) => (without === null ? absent : drillSurfaceLabels[without.outcome]) },
  { title: 'ALL ON', cell: ({ with: up }) => drillSurfaceLabels[up.outcome] },
  { title: 'CLOSED BY', cell: ({ with: up }) => up.closedBy.join(', ') || absent },
  { title: 'WHAT IT IS', cell: ({ title }) => title },
];

const membersSurfaceColumns: readonly Column<DrillSurface>[] = [
  { title: 'SURFACE', cell: ({ probe }) => probe },
  { title: onOneMember, cell: ({ with: up }) => stateOf(up) },
  { title: onTwo, cell: ({ elsewhere }) => (elsewhere === undefined ? absent : stateOf(elsewhere)) },
  { title: 'WHAT IT IS', cell: ({ title }) => title },
];

function outcomeOf(cell: DrillCell): string {
  const { blockedBy } = cell;
  return [drillCellLabel(cell), ...(blockedBy.length > 0 ? [`by ${blockedBy.join(', ')}`] : [])].join(' ');
}

function stateOf({ outcome, closedBy }: DrillSurfaceCell): string {
  return [drillSurfaceLabels[outcome], ...(closedBy.length > 0 ? [`by ${closedBy.join(', ')}`] : [])].join(' ');
}

/** What every kind of drill gives while it runs; the kinds differ in their steps. */
type DrillItem<Step extends string> =
  | { readonly type: 'step'; readonly step: Step; readonly fraction: number }
  | { readonly type: 'probe'; readonly step: Step; readonly probe: string }
  | { readonly type: 'result'; readonly result: DrillResult };

/** Shows each step by its label, and with --json each result, until the drill has ended. */
export async function followDrill<Step extends string>(
  { output, environment }: CommandContext,
  drill: RemoteStream<DrillItem<Step>, SignedDrillReport>,
  stepLabels: Readonly<Record<Step, string>>,
): Promise<SignedDrillReport> {
  const progress = createProgressLine(environment.stderr, output);
  const show = (text: string): Promise<void> | undefined =>
    output.isQuiet || output.isJson ? undefined : progress.show(text);
  try {
    for await (const item of drill) {
      if (item.type === 'step')
        await show(`${String(Math.round(item.fraction * 100)).padStart(3)} %  ${stepLabels[item.step]}`);
      else if (item.type === 'result' && output.isJson) await output.json(resultJson(item.result));
    }
  } finally {
    await progress.clear();
  }
  return drill.result;
}

/** Gives the exit code: 0 only when every probe passed. */
export async function tellReport({ output }: CommandContext, { report }: SignedDrillReport): Promise<number> {
  const { failed } = report.summary;
  const { surface = [], members } = report;
  if (output.isJson) {
    for (const part of surface) await output.json(surfaceJson(part));
    await output.json({ summary: report.summary });
  } else if (!output.isQuiet) {
    const columns = members === undefined ? resultColumns : membersColumns;
    await output.write(formatTable(report.results, columns, output));
    const parts = members === undefined ? surfaceColumns : membersSurfaceColumns;
    if (surface.length > 0) await output.write(`\n${formatTable(surface, parts, output)}\n`);
    await output.write(`${drillVerdict(report.results)}\n`);
  }
  return failed === 0 ? exitCodes.done : exitCodes.failed;
}

export async function writeReport(folder: string, signed: SignedDrillReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `drill-${signed.report.id}`;
  await writeFile(join(folder, `${name}.html`), drillReportHtml(signed));
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(signed, undefined, 2)}\n`);
}

function surfaceJson({ probe, title, with: up, without, elsewhere }: DrillSurface): object {
  const cellJson = ({ outcome, evidence, closedBy, denials }: DrillSurfaceCell): object => ({
    outcome,
    evidence,
    closed_by: closedBy,
    denials,
  });
  return {
    surface: probe,
    title,
    with: cellJson(up),
    without: without === null ? null : cellJson(without),
    ...(elsewhere !== undefined && { elsewhere: cellJson(elsewhere) }),
  };
}

function resultJson(result: DrillResult): object {
  const { probe, class: probeClass, expectedLayers, without, with: up, taken, elsewhere, pass, holes = [] } = result;
  const cellJson = ({ outcome, evidence, blockedBy, denials }: DrillCell): object => ({
    outcome,
    evidence,
    blocked_by: blockedBy,
    denials,
  });
  return {
    probe,
    class: probeClass,
    expected_layers: expectedLayers,
    without: { outcome: without.outcome, evidence: without.evidence },
    with: cellJson(up),
    ...(elsewhere !== undefined && { elsewhere: cellJson(elsewhere) }),
    taken: taken.map(({ layer, cell, withoutSelinux }) => ({
      layer,
      outcome: cell.outcome,
      evidence: cell.evidence,
      blocked_by: cell.blockedBy,
      ...(withoutSelinux && {
        without_selinux: { outcome: withoutSelinux.outcome, evidence: withoutSelinux.evidence },
      }),
    })),
    pass,
    verdict: drillVerdictOf(result),
    holes,
  };
}
