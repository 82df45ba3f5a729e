// SPDX-License-Identifier: Apache-2.0
/** Looks values up in a ring: the largest of a range, and the one at a moment. */

import { gapSeconds, type SeriesRing } from '../../lib/series-ring.ts';
import type { TimeRange } from './time-range.ts';

/** Zero when there is none. */
export function largestIn<Column extends string>(
  ring: SeriesRing<Column> | undefined,
  columns: readonly Column[],
  range: TimeRange,
): number {
  if (ring === undefined) return 0;
  let largest = 0;
  for (
    let index = Math.max(0, ring.nearest(range.from));
    index < ring.length && ring.timeAt(index) <= range.to;
    index += 1
  ) {
    for (const column of columns) {
      const value = ring.valueAt(column, index);
      if (value > largest) largest = value;
    }
  }
  return largest;
}

/** NaN within a gap. */
export function valueNear<Column extends string>(
  ring: SeriesRing<Column> | undefined,
  column: Column,
  time: number,
): number {
  if (ring === undefined) return Number.NaN;
  const index = ring.nearest(time);
  return index === -1 || Math.abs(ring.timeAt(index) - time) > gapSeconds ? Number.NaN : ring.valueAt(column, index);
}
