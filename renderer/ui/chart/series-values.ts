// SPDX-License-Identifier: Apache-2.0
/** Looks values up: the largest of a range, and the one at a moment. */

import type { ChartData } from './chart-data.ts';
import type { TimeRange } from '../../lib/time-range.ts';

/** Zero when there is none. */
export function largestIn<Column extends string>(
  data: ChartData<Column> | undefined,
  columns: readonly Column[],
  range: TimeRange,
): number {
  if (data === undefined) return 0;
  let largest = 0;
  for (
    let index = Math.max(0, data.nearest(range.from));
    index < data.length && data.timeAt(index) <= range.to;
    index += 1
  ) {
    for (const column of columns) {
      const value = data.extentAt?.(column, index)[1] ?? data.valueAt(column, index);
      if (value > largest) largest = value;
    }
  }
  return largest;
}

/** Gives the value near a time; NaN within a gap. */
export function valueNear<Column extends string>(
  data: ChartData<Column> | undefined,
  column: Column,
  time: number,
): number {
  if (data === undefined) return Number.NaN;
  const index = data.nearest(time);
  return index === -1 || Math.abs(data.timeAt(index) - time) > data.gapSeconds
    ? Number.NaN
    : data.valueAt(column, index);
}
