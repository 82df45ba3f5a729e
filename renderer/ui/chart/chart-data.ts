// SPDX-License-Identifier: Apache-2.0
/** What a chart draws: values of columns at times that grow. The ring of live samples is one, an answer from the past too. */

export interface ChartData<Column extends string> {
  readonly length: number;
  /** Longest distance of two points that still are one line, in seconds. */
  readonly gapSeconds: number;
  /** The time of a point, 0 being the oldest. */
  timeAt(index: number): number;
  /** NaN where nothing was measured. */
  valueAt(column: Column, index: number): number;
  /** The least and the greatest, where a point stands for several measurements. */
  readonly extentAt?: (column: Column, index: number) => readonly [min: number, max: number];
  /** Index of the point nearest to a time; -1 when there is none. */
  nearest(time: number): number;
}
