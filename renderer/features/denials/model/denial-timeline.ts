// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the counts over time: as rows of a heat map, and as how often each group hit each container within a stretch of
 * time.
 */

import type { DenialCell, DenialCounts } from '../../../../contract/model/denials/denial-timeline.ts';
import type { TimeRange } from '../../../lib/time-range.ts';

export interface HeatCount {
  blocked: number;
  notBlocked: number;
}

export interface HeatRow {
  /** Null for processes of the host; undefined for the row that stands for all others. */
  readonly container: string | null | undefined;
  /** How many containers the row stands for. */
  readonly containers: number;
  readonly total: number;
  /** Holds one count for each slot. */
  readonly counts: readonly HeatCount[];
}

/** Counts the denials by container; null is the host. */
export type ContainerCounts = ReadonlyMap<string | null, Readonly<HeatCount>>;

/**
 * Rows of the containers with the most denials, the others together in the last one. `isShown` says which groups count;
 * those that gave up their group count when all do.
 */
export function heatRows(
  timeline: DenialCounts,
  maxRows: number,
  isShown: ((group: string) => boolean) | undefined,
): readonly HeatRow[] {
  const counts = new Map<string | null, HeatCount[]>();
  for (const cell of timeline.cells) {
    const group = groupIdOf(timeline, cell);
    if (isShown !== undefined && (group === undefined || !isShown(group))) continue;
    const container = containerOf(timeline, cell);
    const row = counts.get(container) ?? emptyRow(timeline.slots);
    counts.set(container, row);
    addTo(row[cell.slot], cell);
  }
  const rows = [...counts].map(([container, row]): HeatRow => ({
    container,
    containers: 1,
    total: totalOf(row),
    counts: row,
  }));
  rows.sort((left, right) => right.total - left.total || String(left.container).localeCompare(String(right.container)));
  if (rows.length <= maxRows) return rows;
  return [...rows.slice(0, maxRows - 1), joined(rows.slice(maxRows - 1), timeline.slots)];
}

/** Counts by group and container, within a range when one is given. */
export function countsByGroup(
  timeline: DenialCounts,
  range: TimeRange | undefined,
): ReadonlyMap<string, ContainerCounts> {
  const byGroup = new Map<string, Map<string | null, HeatCount>>();
  for (const cell of timeline.cells) {
    const start = timeline.from + cell.slot * timeline.slotSeconds;
    const group = groupIdOf(timeline, cell);
    if (group === undefined || (range !== undefined && (start < range.from || start >= range.to))) continue;
    const byContainer = byGroup.get(group) ?? new Map<string | null, HeatCount>();
    byGroup.set(group, byContainer);
    const container = containerOf(timeline, cell);
    const count = byContainer.get(container) ?? { blocked: 0, notBlocked: 0 };
    byContainer.set(container, count);
    addTo(count, cell);
  }
  return byGroup;
}

export function sumOf(counts: ContainerCounts): number {
  let sum = 0;
  for (const { blocked, notBlocked } of counts.values()) sum += blocked + notBlocked;
  return sum;
}

function groupIdOf({ groups }: DenialCounts, { group }: DenialCell): string | undefined {
  return group === null ? undefined : groups[group];
}

function containerOf({ containers }: DenialCounts, { container }: DenialCell): string | null {
  return container === null ? null : (containers[container] ?? null);
}

function addTo(count: HeatCount | undefined, { blocked, notBlocked }: Readonly<HeatCount>): void {
  if (count === undefined) return;
  count.blocked += blocked;
  count.notBlocked += notBlocked;
}

function joined(rows: readonly HeatRow[], slots: number): HeatRow {
  const counts = emptyRow(slots);
  for (const row of rows) for (const [slot, count] of row.counts.entries()) addTo(counts[slot], count);
  return { container: undefined, containers: rows.length, total: totalOf(counts), counts };
}

function emptyRow(slots: number): HeatCount[] {
  return Array.from({ length: slots }, () => ({ blocked: 0, notBlocked: 0 }));
}

function totalOf(counts: readonly HeatCount[]): number {
  return counts.reduce((sum, { blocked, notBlocked }) => sum + blocked + notBlocked, 0);
}
