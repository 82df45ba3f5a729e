// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { ChartData } from '../../ui/chart/chart-data.ts';
import { figuresOf, valuesOverTime } from './line-figures.ts';

const nan = Number.NaN;

/** Gives a value each second from 100 on. */
function dataOf(values: readonly number[], extent?: number): ChartData<string> {
  return {
    length: values.length,
    gapSeconds: 1.5,
    timeAt: (index) => 100 + index,
    valueAt: (key, index) => (key === 'web' ? (values[index] ?? nan) : nan),
    nearest: (time) => Math.min(values.length - 1, Math.max(0, Math.round(time - 100))),
    ...(extent !== undefined && {
      extentAt: (_: string, index: number) =>
        [(values[index] ?? nan) - extent, (values[index] ?? nan) + extent] as const,
    }),
  };
}

it('are those of the range that is shown, without what was not measured', () => {
  const data = dataOf([1000, 4, nan, 8, 6, 2000]);
  expect(figuresOf(data, 'web', { from: 101, to: 104 })).toEqual({ latest: 6, least: 4, mean: 6, greatest: 8 });
  expect(figuresOf(data, 'db', { from: 101, to: 104 })).toEqual({ latest: nan, least: nan, mean: nan, greatest: nan });
  expect(figuresOf(undefined, 'web', { from: 101, to: 104 }).mean).toBeNaN();
});

it('reach from the least to the greatest where a point stands for several readings', () => {
  expect(figuresOf(dataOf([4, 8], 3), 'web', { from: 100, to: 101 })).toEqual({
    latest: 8,
    least: 1,
    mean: 6,
    greatest: 11,
  });
});

it('gives a few values, the newest first', () => {
  const data = dataOf(Array.from({ length: 200 }, (_, index) => index));
  const rows = valuesOverTime(data, ['web', 'db'], { from: 100, to: 299 });
  expect(rows.length).toBeLessThanOrEqual(21);
  expect(rows[0]).toEqual({ time: 290, values: [190, nan] });
  expect(rows.at(-1)).toEqual({ time: 100, values: [0, nan] });
});
