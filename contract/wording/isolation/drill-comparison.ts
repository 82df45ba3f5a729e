// SPDX-License-Identifier: Apache-2.0
/** Compares two runs of the drill, probe by probe: the same for the helper's report, the window and bulkheadctl. */

import type { DrillChange, DrillReport, DrillResult } from '../../model/drill.ts';
import { drillVerdictOf } from './drill-marks.ts';

/** A probe of one run or both, and what is different; `differs`: the verdict is the same, and what led to it is not. */
export interface ComparedProbe {
  readonly probe: string;
  readonly before: DrillResult | undefined;
  readonly after: DrillResult | undefined;
  /** Undefined where nothing is different. */
  readonly change: DrillChange['kind'] | 'differs' | undefined;
}

/** A property of the host that is not the same in both reports, by its name there. */
export interface HostDifference {
  readonly property: keyof DrillReport['host'];
  readonly before: string | null;
  readonly after: string | null;
}

/** Gives the probes of the later run in its order, and then those that only the earlier one has. */
export function compareProbes(before: readonly DrillResult[], after: readonly DrillResult[]): readonly ComparedProbe[] {
  const earlier = new Map(before.map((result) => [result.probe, result]));
  const later = new Set(after.map(({ probe }) => probe));
  return [
    ...after.map((one): ComparedProbe => {
      const old = earlier.get(one.probe);
      return { probe: one.probe, before: old, after: one, change: old === undefined ? 'added' : changeOf(old, one) };
    }),
    ...before
      .filter(({ probe }) => !later.has(probe))
      .map((one): ComparedProbe => ({ probe: one.probe, before: one, after: undefined, change: 'gone' })),
  ];
}

/** Lists the changes of verdicts, as a report keeps them. */
export function changesBetween(before: readonly DrillResult[], after: readonly DrillResult[]): DrillChange[] {
  return compareProbes(before, after).flatMap(({ probe, change }) =>
    change === undefined || change === 'differs' ? [] : [{ probe, kind: change }],
  );
}

/** Lists what of the hosts' kernels, policies and programs is different between the runs. */
export function compareHosts(before: DrillReport['host'], after: DrillReport['host']): readonly HostDifference[] {
  return (Object.keys(after) as HostDifference['property'][])
    .filter((property) => before[property] !== after[property])
    .map((property) => ({ property, before: before[property], after: after[property] }));
}

function changeOf(before: DrillResult, after: DrillResult): ComparedProbe['change'] {
  const [was, is] = [drillVerdictOf(before), drillVerdictOf(after)];
  // What the kernel has nothing of any more is neither a hole nor closed.
  if (was === is || is === 'absent') return isSame(before, after) ? undefined : 'differs';
  return is === 'pass' ? 'closed' : 'new-hole';
}

/** Compares what came of the attempt and which layers blocked it; evidence has process numbers and times. */
function isSame(before: DrillResult, after: DrillResult): boolean {
  return JSON.stringify(essenceOf(before)) === JSON.stringify(essenceOf(after));
}

function essenceOf({ with: up, without, elsewhere, taken }: DrillResult): unknown {
  const cells = [up, without, elsewhere, ...taken.flatMap(({ cell, withoutSelinux }) => [cell, withoutSelinux])];
  return cells.map((cell) => cell && [cell.outcome, cell.isAbsent === true, cell.blockedBy.toSorted()]);
}
