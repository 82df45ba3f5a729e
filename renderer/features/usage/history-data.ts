// SPDX-License-Identifier: Apache-2.0
/** An answer about the past, as what a chart draws: each point in the middle of the time that it stands for. */

import type { UsageColumn, UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import type { ChartData } from '../../ui/chart/chart-data.ts';

export function createHistoryData({ from, step, length, series }: UsageHistory): ChartData<UsageColumn> {
  const byColumn = new Map(series.map((one) => [one.column, one]));
  const first = from + step / 2;
  return {
    length,
    gapSeconds: step * 1.5,
    timeAt: (index) => (index < 0 || index >= length ? Number.NaN : first + index * step),
    valueAt: (column, index) => byColumn.get(column)?.mean[index] ?? Number.NaN,
    extentAt(column, index) {
      const one = byColumn.get(column);
      return [one?.min[index] ?? Number.NaN, one?.max[index] ?? Number.NaN];
    },
    nearest: (time) => (length === 0 ? -1 : Math.min(length - 1, Math.max(0, Math.round((time - first) / step)))),
  };
}

/** Gives the times at which OOM kills were counted, as exactly as the points are. */
export function oomTimesOf({ from, step, series }: UsageHistory): readonly number[] {
  const kills = series.find(({ column }) => column === 'oomKills')?.max ?? [];
  return kills.flatMap((count, index) => (count !== null && count > 0 ? [from + (index + 0.5) * step] : []));
}
