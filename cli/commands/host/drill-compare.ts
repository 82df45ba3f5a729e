// SPDX-License-Identifier: Apache-2.0
/** `drill compare`: what is different between two reports that a host keeps. */

import type { DrillResult } from '../../../contract/model/drill.ts';
import {
  type ComparedProbe,
  compareHosts,
  compareProbes,
  type HostDifference,
} from '../../../contract/wording/isolation/drill-comparison.ts';
import {
  drillCellLabel,
  drillChangeLabels,
  drillHostLabels,
} from '../../../contract/wording/isolation/drill-labels.ts';
import { drillVerdict } from '../../../contract/wording/isolation/drill-marks.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { absent, type Column, formatTable } from '../../output/format-table.ts';

interface Compared {
  readonly before: string;
  readonly after: string;
  /** Shows the probes without a difference, too. */
  readonly isAll: boolean;
}

const probeColumns: readonly Column<ComparedProbe>[] = [
  {
    title: 'CHANGE',
    cell: ({ change }) => (change === undefined ? absent : drillChangeLabels[change]),
    colour: ({ change }) => (change === 'new-hole' ? 'red' : undefined),
  },
  { title: 'PROBE', cell: ({ probe }) => probe },
  { title: 'BEFORE', cell: ({ before }) => resultText(before) },
  { title: 'AFTER', cell: ({ after }) => resultText(after) },
];

const hostColumns: readonly Column<HostDifference>[] = [
  { title: 'OF THE HOST', cell: ({ property }) => drillHostLabels[property] },
  { title: 'BEFORE', cell: ({ before }) => before ?? absent },
  { title: 'AFTER', cell: ({ after }) => after ?? absent },
];

/** Writes the comparison. Gives the exit code: 1 where a probe is no longer blocked. */
export async function compareReports(context: CommandContext, { before, after, isAll }: Compared): Promise<number> {
  const { output, signal } = context;
  const [earlier, later] = await withClient(context, async (client) => {
    const read = async (report: string) => (await client.request('drill.report', { report }, { signal })).report;
    return [await read(before), await read(after)] as const;
  });
  const probes = compareProbes(earlier.results, later.results);
  const shown = isAll ? probes : probes.filter(({ change }) => change !== undefined);
  const hosts = compareHosts(earlier.host, later.host);
  if (output.isJson) {
    for (const one of shown) await output.json(probeJson(one));
    for (const one of hosts) await output.json(one);
  } else if (!output.isQuiet) {
    if (shown.length > 0) await output.write(`${formatTable(shown, probeColumns, output)}\n`);
    if (hosts.length > 0) await output.write(`${formatTable(hosts, hostColumns, output)}\n`);
    if (probes.every(({ change }) => change === undefined)) await output.write('Each probe had the same result.\n');
    await output.write(`before: ${drillVerdict(earlier.results)}\nafter: ${drillVerdict(later.results)}\n`);
  }
  return probes.some(({ change }) => change === 'new-hole') ? exitCodes.failed : exitCodes.done;
}

function resultText(result: DrillResult | undefined): string {
  if (result === undefined) return absent;
  const { with: up } = result;
  return up.blockedBy.length === 0 ? drillCellLabel(up) : `${drillCellLabel(up)} by ${up.blockedBy.join(', ')}`;
}

function probeJson({ probe, change, before, after }: ComparedProbe): object {
  return { probe, change: change ?? null, before: cellJson(before), after: cellJson(after) };
}

function cellJson(result: DrillResult | undefined): object | null {
  if (result === undefined) return null;
  const { with: up, without } = result;
  return { outcome: up.outcome, blocked_by: up.blockedBy, without_selinux: without.outcome };
}
