// SPDX-License-Identifier: Apache-2.0
/** The tree of control groups as it is shown: with the depth of each, what a filter leaves, and the processor time. */

import type { ControlGroup, ControlGroups } from '../model/host/control-group.ts';

export interface ControlGroupRow {
  readonly group: ControlGroup;
  /** Counts the groups above this one, 0 for the root. */
  readonly depth: number;
  /** The last part of its path; `/` for the root. */
  readonly name: string;
  /** Share of one processor since the look before, in percent; undefined at the first look. */
  readonly cpuPercent: number | undefined;
}

export interface CgroupArrangement {
  /** Keeps the groups whose path or container holds this text, in whatever case, and the groups above them. */
  readonly filter: string;
  /** Groups deeper than this are left out; the root has 0. */
  readonly maxDepth: number;
}

/** `before` is an earlier answer of the same host. */
export function arrangeControlGroups(
  latest: ControlGroups,
  before: ControlGroups | undefined,
  { filter, maxDepth }: CgroupArrangement,
): readonly ControlGroupRow[] {
  const shares = cpuShares(latest, before);
  const rows = latest.groups.map((group) => ({
    group,
    depth: depthOf(group.path),
    name: group.path === '/' ? '/' : group.path.slice(group.path.lastIndexOf('/') + 1),
    cpuPercent: shares.get(group.path),
  }));
  return keepFitting(rows, filter.toLowerCase()).filter(({ depth }) => depth <= maxDepth);
}

function depthOf(path: string): number {
  return path === '/' ? 0 : path.split('/').length - 1;
}

function cpuShares(latest: ControlGroups, before: ControlGroups | undefined): ReadonlyMap<string, number> {
  const seconds = before === undefined ? 0 : latest.readAt - before.readAt;
  if (before === undefined || seconds <= 0) return new Map();
  const known = new Map(before.groups.map(({ path, cpuUsec }) => [path, cpuUsec]));
  return new Map(
    latest.groups.flatMap(({ path, cpuUsec }) => {
      const old = known.get(path) ?? null;
      // A group that was made again under the same path begins at nothing.
      return cpuUsec === null || old === null || old > cpuUsec ? [] : [[path, (cpuUsec - old) / (seconds * 10_000)]];
    }),
  );
}

/** Goes from the last row to the first, because what is below a group comes after it. */
function keepFitting(rows: readonly ControlGroupRow[], filter: string): readonly ControlGroupRow[] {
  let neededDepth = -1;
  const kept: ControlGroupRow[] = [];
  for (const row of rows.toReversed()) {
    const fits = `${row.group.path}\n${row.group.container ?? ''}`.toLowerCase().includes(filter);
    if (!fits && row.depth !== neededDepth) continue;
    neededDepth = row.depth - 1;
    kept.push(row);
  }
  return kept.toReversed();
}
