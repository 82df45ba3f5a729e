// SPDX-License-Identifier: Apache-2.0
/** The figures of one line over the range that is shown, and its values at a few times, for tables. */

import type { ChartData } from '../../ui/chart/chart-data.ts';
import { valueNear } from '../../ui/chart/series-values.ts';
import type { TimeRange } from '../../lib/time-range.ts';

/** NaN where nothing was measured. */
export interface LineFigures {
  readonly latest: number;
  readonly least: number;
  readonly mean: number;
  readonly greatest: number;
}

export function figuresOf(data: ChartData<string> | undefined, key: string, range: TimeRange): LineFigures {
  let [least, greatest, latest] = [Number.NaN, Number.NaN, Number.NaN];
  let sum = 0;
  let count = 0;
  const length = data?.length ?? 0;
  for (let index = Math.max(0, data?.nearest(range.from) ?? 0); data !== undefined && index < length; index += 1) {
    const time = data.timeAt(index);
    if (time > range.to) break;
    const value = data.valueAt(key, index);
    if (time < range.from || Number.isNaN(value)) continue;
    const [low, high] = data.extentAt?.(key, index) ?? [value, value];
    if (!(least <= low)) least = low;
    if (!(greatest >= high)) greatest = high;
    sum += value;
    count += 1;
    latest = value;
  }
  return { latest, least, mean: sum / count, greatest };
}

const rows = 20;

/** Times at equal distances, the newest first, and the value of each line at each. */
export function valuesOverTime(
  data: ChartData<string> | undefined,
  keys: readonly string[],
  { from, to }: TimeRange,
): readonly { readonly time: number; readonly values: readonly number[] }[] {
  const step = Math.max(1, Math.ceil((to - from) / rows));
  const last = Math.floor(to / step) * step;
  const count = Math.floor((last - from) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const time = last - index * step;
    return { time, values: keys.map((key) => valueNear(data, key, time)) };
  });
}
