// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { BenchmarkRow, Spread } from '../../../contract/model/benchmark.ts';
import { chartPoints, chartRange, benchmarkTone, middleRate } from './chart-scale.ts';

const spread = (median: number, width = 0): Spread => ({ median, low: median - width, high: median + width });
const row = (plain: Spread | null, bulkhead: Spread | null): BenchmarkRow => ({
  class: 'cpu',
  stressor: 'cpu',
  rates: { host: [], plain: [], bulkhead: [] },
  plain,
  bulkhead,
});

it('puts both containers of a row beside each other, and leaves out what was not measured', () => {
  const rows = [row(spread(1), spread(0.5)), row(null, spread(0.75))];
  expect([
    chartPoints(rows, 'plain').map(({ ratio, place }) => [ratio, place]),
    chartPoints(rows, 'bulkhead').map(({ ratio, place }) => [ratio, place]),
  ]).toEqual([
    [[1, -0.17]],
    [
      [0.5, 0.17],
      [0.75, 1.17],
    ],
  ]);
});

it('reaches over every spread, over the host, and never below nothing', () => {
  const domains = [
    [row(spread(1), spread(0.99))],
    [row(spread(1), spread(0.68, 0.05))],
    [row(spread(1.32), spread(0.05, 0.2))],
  ].map((rows) => chartRange(rows).domain);
  expect(domains).toEqual([
    [0.8, 1.2],
    [0.6, 1.2],
    [0, 1.4],
  ]);
});

it('has ticks within the axis, from its beginning', () => {
  const { domain, ticks } = chartRange([row(spread(1), spread(0.05))]);
  expect([ticks[0], ticks.every((tick) => tick >= domain[0] && tick <= domain[1])]).toEqual([0, true]);
});

it('calls good what reaches 0.95 of the host', () => {
  expect([benchmarkTone(spread(0.95)), benchmarkTone(spread(0.949))]).toEqual(['good', 'amber']);
});

it('shows the middle rate, and a dash for none', () => {
  expect([middleRate([3000, null, 1000, 2000]), middleRate([7.84]), middleRate([null])]).toEqual(['2,000', '7.8', '–']);
});
