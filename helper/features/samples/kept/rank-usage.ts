// SPDX-License-Identifier: Apache-2.0
/** Which containers used most over a range of time, from what is kept of each. */

import type { Params, Result } from '../../../../contract/operations/index.ts';

/** Points that one range is read in: the mean of a container is that of their means. */
const points = 60;

export interface RankSources {
  /** Containers of which something is kept. */
  readonly containers: Iterable<string>;
  readonly historyOf: (params: Params<'sample.history'>) => Promise<Result<'sample.history'>>;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** Takes what is asked for, and gives at most so many containers. */
export async function rankUsage(
  { column, to, seconds, count }: Params<'sample.rank'>,
  { containers, historyOf, now }: RankSources,
): Promise<Result<'sample.rank'>> {
  const used: Result<'sample.rank'>['containers'] = [];
  for (const name of containers) {
    const { length, series } = await historyOf({ container: name, to, seconds, points, columns: [column] });
    const [values] = series;
    const sum = sumOf(values?.mean ?? []);
    if (sum > 0) used.push({ name, mean: sum / length, max: Math.max(...numbersOf(values?.max ?? [])) });
  }
  used.sort((left, right) => right.mean - left.mean || (left.name < right.name ? -1 : 1));
  return { from: to - seconds, to: Math.min(to, now), containers: used.slice(0, count) };
}

function sumOf(values: readonly (number | null)[]): number {
  return numbersOf(values).reduce((sum, value) => sum + value, 0);
}

function numbersOf(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}
