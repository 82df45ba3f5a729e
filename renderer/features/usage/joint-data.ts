// SPDX-License-Identifier: Apache-2.0
/**
 * Joins what is measured of several containers or interfaces to the data of one chart: each line is a column of its
 * own, and all have the times of the line with the most of them.
 */

import type { ChartData } from '../../ui/chart/chart-data.ts';
import type { LiveColumn } from './usage.ts';

/** A line's own data, and which column of it is meant. */
export interface LineSource {
  readonly data: ChartData<LiveColumn> | undefined;
  readonly column: LiveColumn;
}

/**
 * Live samples, which come of all at the same times: those of `times`. A source is looked up each time, because it may
 * begin later.
 */
export function joinSamples(times: ChartData<never>, sourceOf: (key: string) => LineSource): ChartData<string> {
  return {
    get length() {
      return times.length;
    },
    gapSeconds: times.gapSeconds,
    timeAt: (index) => times.timeAt(index),
    nearest: (time) => times.nearest(time),
    valueAt(key, index) {
      const { data, column } = sourceOf(key);
      if (data === undefined) return Number.NaN;
      const time = times.timeAt(index);
      // As long as nothing is missing, both have as many after it.
      const likely = index - times.length + data.length;
      const at = data.timeAt(likely) === time ? likely : data.nearest(time);
      return data.timeAt(at) === time ? data.valueAt(column, at) : Number.NaN;
    },
  };
}

/** Answers about the same range, whose points may be of different length: each point stands for all of its time. */
export function joinHistories(sources: ReadonlyMap<string, LineSource>): ChartData<string> | undefined {
  const known = [...sources.values()].flatMap(({ data }) => (data === undefined || data.length === 0 ? [] : [data]));
  const [finest] = known.toSorted((one, other) => one.gapSeconds - other.gapSeconds || other.length - one.length);
  if (finest === undefined) return undefined;

  /** The point of a source that covers the time of that index. */
  function find(key: string, index: number): { readonly source: LineSource; readonly at: number } | undefined {
    const source = sources.get(key);
    const time = finest?.timeAt(index) ?? Number.NaN;
    const at = source?.data?.nearest(time) ?? -1;
    if (source?.data === undefined || at === -1) return undefined;
    return Math.abs(source.data.timeAt(at) - time) <= source.data.gapSeconds / 3 ? { source, at } : undefined;
  }

  return {
    length: finest.length,
    gapSeconds: finest.gapSeconds,
    timeAt: finest.timeAt,
    nearest: finest.nearest,
    valueAt(key, index) {
      const found = find(key, index);
      return found?.source.data?.valueAt(found.source.column, found.at) ?? Number.NaN;
    },
    extentAt(key, index) {
      const found = find(key, index);
      return found?.source.data?.extentAt?.(found.source.column, found.at) ?? [Number.NaN, Number.NaN];
    },
  };
}
