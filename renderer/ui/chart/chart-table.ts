// SPDX-License-Identifier: Apache-2.0
/** The values behind a chart, as the rows of a table: all of them, also where the drawing makes them fewer. */

import type { ChartTable, ChartTableRow } from '../../../contract/bridge.ts';
import type { ChartData } from './chart-data.ts';
import type { ChartSeries } from './chart-series.ts';
import type { TimeRange } from '../../lib/time-range.ts';
import { t } from '../../lib/language/t.ts';

/** The points within the range; three columns for each line where a point stands for several measurements. */
export function chartTable<Column extends string>(
  data: ChartData<Column> | undefined,
  series: readonly ChartSeries<Column>[],
  { from, to }: TimeRange,
): Omit<ChartTable, 'title'> {
  const { extentAt } = data ?? {};
  const columns = series.flatMap(({ label }) =>
    extentAt === undefined
      ? [label]
      : [t('{label} mean', { label }), t('{label} min', { label }), t('{label} max', { label })],
  );
  const rows: ChartTableRow[] = [];
  for (let index = 0; data !== undefined && index < data.length; index += 1) {
    const time = data.timeAt(index);
    if (time < from || time > to) continue;
    const values = series.flatMap(({ column }) => [data.valueAt(column, index), ...(extentAt?.(column, index) ?? [])]);
    rows.push({ time, values: values.map((value) => (Number.isNaN(value) ? null : value)) });
  }
  return { columns, rows };
}
