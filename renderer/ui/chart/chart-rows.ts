// SPDX-License-Identifier: Apache-2.0
/**
 * What a chart is given to draw: the samples of a range as rows, few enough to draw each second.
 * A peak or a dip is never lost: where several samples become one bucket, its least and its greatest stay, in their
 * order.
 * Where samples are missing stands a row of nulls or a null, which interrupts the line.
 */

import type { ChartData } from './chart-data.ts';
import type { TimeRange } from '../../lib/time-range.ts';

export interface ChartRow {
  readonly time: number;
  /** Holds one value for each column that was asked for. */
  readonly values: readonly (number | null)[];
  /** The least and the greatest of each, where the point stands for several measurements. */
  readonly extents?: readonly (readonly [number, number] | null)[];
}

/** About as many rows as are drawn at most. */
const maxRows = 300;

export function chartRows<Column extends string>(
  data: ChartData<Column>,
  columns: readonly Column[],
  range: TimeRange,
): readonly ChartRow[] {
  // What was made fewer already stays as it is.
  const bucketSeconds = data.extentAt === undefined ? secondsOfBucket(range) : 0;
  const { gapSeconds } = data;
  const rows: ChartRow[] = [];
  let bucket: ChartRow[] = [];
  // One sample beyond each edge is taken as well, so that the line reaches both.
  for (let index = Math.max(0, data.nearest(range.from) - 1); index < data.length; index += 1) {
    const row = rowAt(data, columns, index);
    const before = bucket.at(-1);
    if (before !== undefined && !isSameBucket(before, row, { bucketSeconds, gapSeconds })) {
      rows.push(...extremesOf(bucket));
      if (row.time - before.time > gapSeconds)
        rows.push({ time: (before.time + row.time) / 2, values: columns.map(() => null) });
      bucket = [];
    }
    bucket.push(row);
    if (row.time > range.to) break;
  }
  return [...rows, ...extremesOf(bucket)];
}

function rowAt<Column extends string>(data: ChartData<Column>, columns: readonly Column[], index: number): ChartRow {
  const time = data.timeAt(index);
  const values = columns.map((column) => measured(data.valueAt(column, index)));
  const { extentAt } = data;
  if (extentAt === undefined) return { time, values };
  const extents = columns.map((column, place) => (values[place] === null ? null : extentAt(column, index)));
  return { time, values, extents };
}

/** Every sample has its own bucket while there are few; each bucket of more gives two rows. */
function secondsOfBucket({ from, to }: TimeRange): number {
  return to - from <= maxRows ? 0 : Math.ceil(((to - from) * 2) / maxRows);
}

/**
 * Buckets begin at multiples of their length, whatever the range: a line that slides keeps its shape. Samples on two
 * sides of a gap never share one.
 */
function isSameBucket(
  before: ChartRow,
  row: ChartRow,
  { bucketSeconds, gapSeconds }: { readonly bucketSeconds: number; readonly gapSeconds: number },
): boolean {
  if (bucketSeconds === 0 || row.time - before.time > gapSeconds) return false;
  return (
    Math.floor(before.time / bucketSeconds) === Math.floor(row.time / bucketSeconds) &&
    before.values.every((value, index) => (value === null) === (row.values[index] === null))
  );
}

function extremesOf(bucket: readonly ChartRow[]): readonly ChartRow[] {
  const first = bucket[0];
  const last = bucket.at(-1);
  if (first === undefined || last === undefined || bucket.length <= 2) return bucket;
  const pairs = first.values.map((_, column) => extremesOfColumn(bucket.map(({ values }) => values[column] ?? null)));
  return [
    { time: first.time, values: pairs.map(([earlier]) => earlier) },
    { time: last.time, values: pairs.map(([, later]) => later) },
  ];
}

/** Gives the least and the greatest, the earlier one first. */
function extremesOfColumn(values: readonly (number | null)[]): readonly [number | null, number | null] {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return [null, null];
  const least = Math.min(...numbers);
  const greatest = Math.max(...numbers);
  return numbers.indexOf(least) < numbers.lastIndexOf(greatest) ? [least, greatest] : [greatest, least];
}

function measured(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
