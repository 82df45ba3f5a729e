// SPDX-License-Identifier: Apache-2.0
/**
 * The last minute of one value, small enough for a table cell. Gaps stay gaps.
 *
 * Drawn by itself and not with recharts: a table shows a hundred of these each second, and one costs 5 ms of processor
 * time with recharts (its own store, axes and measuring), a small part of a millisecond as two paths.
 */

import type { SeriesRing } from '../lib/series-ring.ts';
import { linePath } from './line-path.ts';

interface SparklineProps<Column extends string> {
  readonly ring: SeriesRing<Column> | undefined;
  readonly column: Column;
  readonly colour: string;
  /** Gives the time at the right edge. */
  readonly time: number;
  /** What fills the height at least. */
  readonly floor: number;
  readonly seconds?: number;
  readonly width?: number;
  readonly height?: number;
}

export function Sparkline<Column extends string>({
  ring,
  column,
  colour,
  time,
  floor,
  seconds = 90,
  width = 84,
  height = 20,
}: SparklineProps<Column>) {
  if (ring === undefined) return <svg className="sparkline" width={width} height={height} aria-hidden="true" />;
  const range = { from: time - seconds, to: time };
  const first = Math.max(0, ring.nearest(range.from));
  let max = floor;
  for (let index = first; index < ring.length; index += 1) {
    const value = ring.valueAt(column, index);
    if (value > max) max = value;
  }
  const path = linePath({ ring, column, range, width, height, max });
  return (
    <svg className="sparkline" width={width} height={height} aria-hidden="true">
      <path d={path.area} fill={colour} fillOpacity="0.16" />
      <path d={path.line} fill="none" stroke={colour} strokeWidth="1.3" />
    </svg>
  );
}
