// SPDX-License-Identifier: Apache-2.0
/** The points of the benchmark chart, and how far its axis has to reach. */

import type { BenchmarkRow, Spread } from '../../../contract/model/benchmark.ts';
import { currentLocale } from '../../lib/language/t.ts';

export interface CostPoint {
  readonly ratio: number;
  /** The row, a little above for the plain container and below for Bulkhead's, so that neither hides the other. */
  readonly place: number;
  /** How far the middle half of the rounds reaches to either side. */
  readonly error: readonly [below: number, above: number];
}

const apart = 0.17;

export function chartPoints(rows: readonly BenchmarkRow[], which: 'plain' | 'bulkhead'): CostPoint[] {
  return rows.flatMap((row, index) => {
    const spread = row[which];
    return spread === null
      ? []
      : [
          {
            ratio: spread.median,
            place: index + (which === 'plain' ? -apart : apart),
            error: [spread.median - spread.low, spread.high - spread.median] as const,
          },
        ];
  });
}

/** Round tenths that hold every spread, the host and a tenth around it. */
export function chartRange(rows: readonly BenchmarkRow[]): {
  readonly domain: [number, number];
  readonly ticks: number[];
} {
  const spreads = rows.flatMap(({ plain, bulkhead }) => [plain, bulkhead].filter((spread) => spread !== null));
  const low = Math.max(0, Math.floor(Math.min(0.9, ...spreads.map((spread) => spread.low)) * 10 - 0.001));
  const high = Math.ceil(Math.max(1.1, ...spreads.map((spread) => spread.high)) * 10 + 0.001);
  const first = low === 0 ? 0 : Math.min(9, low);
  const count = Math.max(11, high) - first;
  const step = Math.max(1, Math.ceil(count / 10));
  const ticks = Array.from({ length: Math.floor(count / step) + 1 }, (_, index) => (first + index * step) / 10);
  return { domain: [first / 10, (first + count) / 10], ticks };
}

/** Good from 0.95 on, which is what is to be reached. */
export function benchmarkTone({ median }: Spread): 'good' | 'amber' {
  return median >= 0.95 ? 'good' : 'amber';
}

const ratios = new Intl.NumberFormat(currentLocale(), { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const ticks = new Intl.NumberFormat(currentLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `0.953`. */
export function ratioText(ratio: number): string {
  return ratios.format(ratio);
}

/** Writes the number of a tick below the axis: `0.9`. */
export function tickText(ratio: number): string {
  return ticks.format(ratio);
}

export function middleRate(rates: readonly (number | null)[]): string {
  const known = rates.filter((rate) => rate !== null).toSorted((a, b) => a - b);
  const middle = known[Math.floor(known.length / 2)];
  return middle === undefined
    ? '–'
    : middle.toLocaleString(currentLocale(), { maximumFractionDigits: middle < 100 ? 1 : 0 });
}
