// SPDX-License-Identifier: Apache-2.0
/** What benchmarks share: several ways to do the same are measured in turns, and compared by their medians. */

import { median } from './median.ts';

/** Does a thing once, and gives how long that took. `round` counts from 0. */
type Way = (round: number) => number | Promise<number>;

export type Times<Name extends string = string> = Readonly<Record<Name, readonly number[]>>;

interface TurnOptions {
  readonly rounds: number;
  /** Says that a round that is not counted comes before the others: it fills caches. */
  readonly hasWarmUp?: boolean;
}

/** Gives the times of each way, of all rounds. The way that is first in one round is last in the next. */
export async function takeTurns<Name extends string>(
  ways: Readonly<Record<Name, Way>>,
  { rounds, hasWarmUp = false }: TurnOptions,
): Promise<Times<Name>> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const uncounted = hasWarmUp ? 1 : 0;
  for (let round = 0; round < rounds + uncounted; round += 1)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const time = await ways[name](round);
      if (round >= uncounted) times[name].push(time);
    }
  return times;
}

/** Gives the seconds that `act` took. */
export async function secondsOf(act: () => unknown): Promise<number> {
  const begun = performance.now();
  await act();
  return (performance.now() - begun) / 1000;
}

/** Gives a line for each way: the median of its times, and their range. `digits` follow the point. */
export function describeTimes(times: Times, unit: 's' | 'ms' = 's', digits = 2): string {
  const width = Math.max(...Object.keys(times).map((name) => name.length));
  return Object.entries(times)
    .map(([name, all]) => {
      const [middle, least, most] = [median(all), Math.min(...all), Math.max(...all)].map((time) =>
        time.toFixed(digits),
      );
      return `  ${name.padEnd(width)}  ${middle} ${unit} (${least} to ${most})`;
    })
    .join('\n');
}

interface Ratio<Name extends string> {
  readonly of: Name;
  readonly to: Name;
  /** The figure that the ratio of the medians is to keep to. */
  readonly most: number;
}

/** Gives the sentence that compares the medians of two ways, and the quickest rounds of both. */
export function describeRatio<Name extends string>(times: Times<Name>, { of, to, most }: Ratio<Name>): string {
  const ratio = median(times[of]) / median(times[to]);
  const ofQuickest = Math.min(...times[of]) / Math.min(...times[to]);
  return `${of} / ${to}: ${ratio.toFixed(2)} (at most ${most}), of the quickest rounds ${ofQuickest.toFixed(2)}`;
}
