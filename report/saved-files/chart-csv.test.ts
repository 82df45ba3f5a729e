// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { chartCsv } from './chart-csv.ts';

it('has a line for each point, in UTC, and nothing where nothing was measured', () => {
  const table = {
    title: 'web memory',
    columns: ['used mean', 'used max'],
    rows: [
      { time: 0, values: [1.5, 2] },
      { time: 60.5, values: [null, 0] },
    ],
  };
  expect(chartCsv(table)).toBe(
    'time,used mean,used max\r\n1970-01-01T00:00:00.000Z,1.5,2\r\n1970-01-01T00:01:00.500Z,,0\r\n',
  );
});
