// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { UsageHistory } from '../../../contract/model/containers/usage-history.ts';
import type { ChartData } from '../../ui/chart/chart-data.ts';
import { createSeriesRing } from '../../lib/series-ring.ts';
import { createHistoryData } from './history-data.ts';
import { joinHistories, joinSamples } from './joint-data.ts';

const valuesOf = (data: ChartData<string> | undefined, key: string): readonly number[] =>
  Array.from({ length: data?.length ?? 0 }, (_, index) => data?.valueAt(key, index) ?? Number.NaN);

/** The value of each second is the second, times a factor. */
function ringOf(seconds: readonly number[], factor: number) {
  const ring = createSeriesRing(['cpu'], 5);
  for (const second of seconds) ring.push(second, { cpu: second * factor });
  return ring;
}

describe('live samples of several containers', () => {
  it('have the times of the host, and nothing where a container did not run', () => {
    const host = ringOf([1, 2, 3, 4, 5, 6], 0);
    const rings = new Map([
      ['whole', ringOf([1, 2, 3, 4, 5, 6], 1)],
      ['new', ringOf([5, 6], 10)],
      ['gap', ringOf([2, 3, 6], 100)],
      ['old', ringOf([1, 2, 3], 1000)],
    ]);
    const data = joinSamples(host, (key) => ({ data: rings.get(key), column: 'cpu' }));
    const nan = Number.NaN;
    expect(Array.from({ length: data.length }, (_, index) => data.timeAt(index))).toEqual([2, 3, 4, 5, 6]);
    expect(valuesOf(data, 'whole')).toEqual([2, 3, 4, 5, 6]);
    expect(valuesOf(data, 'new')).toEqual([nan, nan, nan, 50, 60]);
    expect(valuesOf(data, 'gap')).toEqual([200, 300, nan, nan, 600]);
    expect(valuesOf(data, 'old')).toEqual([2000, 3000, nan, nan, nan]);
    expect(valuesOf(data, 'unknown')).toEqual([nan, nan, nan, nan, nan]);
  });

  it('have a container that begins later, and go on with the host', () => {
    const host = ringOf([1, 2], 0);
    const rings = new Map<string, ReturnType<typeof ringOf>>();
    const data = joinSamples(host, (key) => ({ data: rings.get(key), column: 'cpu' }));
    expect(valuesOf(data, 'web')).toEqual([Number.NaN, Number.NaN]);
    host.push(3, { cpu: 0 });
    rings.set('web', ringOf([3], 1));
    expect(valuesOf(data, 'web')).toEqual([Number.NaN, Number.NaN, 3]);
  });
});

describe('the past of several containers', () => {
  const history = (from: number, step: number, mean: readonly (number | null)[]): UsageHistory => ({
    from,
    step,
    length: mean.length,
    interfaces: [],
    series: [{ column: 'cpu', min: mean.map((one) => one && one - 1), mean: [...mean], max: [...mean] }],
  });
  const source = (of: UsageHistory) => ({ data: createHistoryData(of), column: 'cpu' as const });

  it('has the shortest points of all, of which a longer one covers several', () => {
    const data = joinHistories(
      new Map<string, { data: ReturnType<typeof createHistoryData> | undefined; column: 'cpu' }>([
        ['young', source(history(60, 10, [1, 2, 3, 4, 5, 6]))],
        ['old', source(history(60, 20, [10, null, 30]))],
        ['gone', { data: undefined, column: 'cpu' as const }],
      ]),
    );
    const nan = Number.NaN;
    expect(valuesOf(data, 'young')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(valuesOf(data, 'old')).toEqual([10, 10, nan, nan, 30, 30]);
    expect(valuesOf(data, 'gone')).toEqual([nan, nan, nan, nan, nan, nan]);
    expect([data?.extentAt?.('old', 5), data?.extentAt?.('old', 2)]).toEqual([
      [29, 30],
      [nan, nan],
    ]);
  });

  it('has nothing before the first point of a container that began later', () => {
    const data = joinHistories(
      new Map<string, { data: ReturnType<typeof createHistoryData> | undefined; column: 'cpu' }>([
        ['young', source(history(90, 10, [1, 2]))],
        ['old', source(history(60, 10, [1, 2, 3, 4, 5]))],
      ]),
    );
    expect(data?.length).toBe(5);
    expect(valuesOf(data, 'young')).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, 2]);
  });

  it('is nothing where nothing was kept of any', () => {
    expect(joinHistories(new Map([['web', { data: undefined, column: 'cpu' }]]))).toBeUndefined();
  });
});
