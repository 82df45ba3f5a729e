// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createSeriesRing, type SeriesRing } from '../../lib/series-ring.ts';
import { chartRows } from './chart-rows.ts';

it('interrupts the line where samples are missing, and never draws a zero', () => {
  expect(chartRows(ringOf([1, 2, 8, 9].map((time) => [time, 50])), ['cpu', 'memory'], { from: 0, to: 10 })).toEqual([
    { time: 1, values: [50, null] },
    { time: 2, values: [50, null] },
    { time: 5, values: [null, null] },
    { time: 8, values: [50, null] },
    { time: 9, values: [50, null] },
  ]);
});

it('keeps a gap of a single sample within a bucket', () => {
  const ring = ringOf([
    [0, 1],
    [1, null],
    [2, 3],
    [3, 4],
  ]);
  expect(chartRows(ring, ['cpu'], { from: 0, to: 600 }).map(({ values }) => values[0])).toEqual([1, null, 3, 4]);
});

it('keeps every peak and dip of a long range, in at most about 300 rows', () => {
  const values = Array.from({ length: 600 }, (_, time): [number, number] => [
    time,
    new Map([
      [301, 99],
      [402, 2],
    ]).get(time) ?? 50,
  ]);
  const rows = chartRows(ringOf(values), ['cpu'], { from: 0, to: 599 });
  expect(rows.length).toBeLessThanOrEqual(300);
  expect([
    Math.max(...rows.map(({ values: [cpu] }) => cpu ?? 0)),
    Math.min(...rows.map(({ values: [cpu] }) => cpu ?? 0)),
  ]).toEqual([99, 2]);
  expect(rows.at(-1)?.time).toBe(599);
});

it('draws the same rows for the same past while the range slides', () => {
  const ring = ringOf(Array.from({ length: 620 }, (_, time) => [time, (time * 37) % 91]));
  const within = (from: number): unknown =>
    chartRows(ring, ['cpu'], { from, to: from + 600 }).filter(({ time }) => time >= 20 && time < 596);
  expect(within(1)).toEqual(within(7));
});

function ringOf(values: readonly (readonly [time: number, cpu: number | null])[]): SeriesRing<'cpu' | 'memory'> {
  const ring = createSeriesRing(['cpu', 'memory'], 1000);
  for (const [time, cpu] of values) ring.push(time, { cpu: cpu ?? Number.NaN, memory: Number.NaN });
  return ring;
}
