// SPDX-License-Identifier: Apache-2.0
/** The values of a chart as CSV (RFC 4180): a time in UTC, then a number for each column; empty where none was measured. */

import type { ChartTable } from '../../contract/bridge.ts';

export function chartCsv({ columns, rows }: ChartTable): string {
  const lines = rows.map(({ time, values }) => [
    new Date(time * 1000).toISOString(),
    ...columns.map((_, index) => String(values[index] ?? '')),
  ]);
  return [['time', ...columns], ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}
