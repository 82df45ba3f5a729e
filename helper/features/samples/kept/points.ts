// SPDX-License-Identifier: Apache-2.0
/**
 * Values of one container or of the host at equal distances, and how many become few: by least, mean and greatest.
 * Where nothing was measured stands NaN, which no mean takes part of.
 */

import { usageColumns } from '../../../../contract/model/containers/usage-history.ts';

/** The values of all columns, one column after the other. */
type Values = Float32Array;

export interface Points {
  /** The first begins then, in seconds: a multiple of `step`. */
  readonly start: number;
  readonly step: number;
  readonly length: number;
  /** The same array three times where each point is one reading. */
  readonly min: Values;
  readonly mean: Values;
  readonly max: Values;
}

export interface Grid {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

export interface Collector {
  /** Takes the points that begin within these times. */
  add(points: Points, range?: { readonly from: number; readonly to: number }): void;
  /** Undefined when nothing was added. */
  points(): Points | undefined;
}

export const usageWidth = usageColumns.length;

/** No point is measured yet; each is one reading. */
export function createReadings({ start, step, length }: Grid): Points {
  const values = new Float32Array(usageWidth * length).fill(Number.NaN);
  return { start, step, length, min: values, mean: values, max: values };
}

/** Takes from other points of the same grid what these do not have. */
export function fillFrom(points: Points, others: Points): void {
  for (const key of ['min', 'mean', 'max'] as const) {
    const [values, known] = [points[key], others[key]];
    for (let index = 0; index < values.length; index += 1)
      if (Number.isNaN(values[index] ?? 0)) values[index] = known[index] ?? Number.NaN;
  }
}

/** Gathers points on a grid whose steps are as long as theirs or longer. Means are weighted by the time of a point. */
export function createCollector({ start, step, length }: Grid): Collector {
  const size = usageWidth * length;
  const min = new Float32Array(size).fill(Number.NaN);
  const max = new Float32Array(size).fill(Number.NaN);
  const sums = new Float64Array(size);
  const weights = new Float64Array(size);
  let isEmpty = true;

  return {
    add(points, { from, to } = { from: -Infinity, to: Infinity }) {
      const { length: count, step: weight } = points;
      const targets = new Int32Array(count);
      for (let point = 0; point < count; point += 1) {
        const time = points.start + point * weight;
        const target = Math.floor((time - start) / step);
        targets[point] = time < from || time > to || target >= length ? -1 : target;
      }
      for (let column = 0; column < usageWidth; column += 1) {
        for (let point = 0; point < count; point += 1) {
          const source = column * count + point;
          const target = targets[point] ?? -1;
          const mean = points.mean[source] ?? Number.NaN;
          if (target < 0 || Number.isNaN(mean)) continue;
          const at = column * length + target;
          const low = points.min[source] ?? mean;
          const high = points.max[source] ?? mean;
          if (!((min[at] ?? 0) <= low)) min[at] = low;
          if (!((max[at] ?? 0) >= high)) max[at] = high;
          sums[at] = (sums[at] ?? 0) + mean * weight;
          weights[at] = (weights[at] ?? 0) + weight;
          isEmpty = false;
        }
      }
    },
    points() {
      if (isEmpty) return undefined;
      // 0 / 0, where nothing was measured, is NaN.
      const mean = Float32Array.from(sums, (sum, at) => sum / (weights[at] ?? 0));
      return { start, step, length, min, mean, max };
    },
  };
}
