// SPDX-License-Identifier: Apache-2.0
/** Ratios of what was measured in the same round: whatever else the host did in that minute slowed both. */

import { benchmarkClassLabels } from '../../../contract/wording/isolation/benchmark-labels.ts';
import type { BenchmarkRow, Spread } from '../../../contract/model/benchmark.ts';

const widestToTell = 0.1;

type Rates = readonly (number | null)[];

export function ratiosOf(rates: Rates, host: Rates): Spread | null {
  const ratios = rates.flatMap((rate, round) => {
    const base = host[round];
    return rate === null || base === null || base === undefined ? [] : [rate / base];
  });
  return ratios.length === 0 ? null : spreadOf(ratios);
}

/** A row with its ratios, from the rates alone. */
export function rowOf({
  class: work,
  stressor,
  rates,
}: Pick<BenchmarkRow, 'class' | 'stressor' | 'rates'>): BenchmarkRow {
  return {
    class: work,
    stressor,
    rates,
    plain: ratiosOf(rates.plain, rates.host),
    bulkhead: ratiosOf(rates.bulkhead, rates.host),
  };
}

/** Remarks on work whose middle half of rounds is spread wider than isolation costs: such a figure is noise. */
export function remarksOnSpread(rows: readonly BenchmarkRow[]): readonly string[] {
  const noisy = rows.filter(({ plain, bulkhead }) =>
    [plain, bulkhead].some((spread) => spread !== null && spread.high - spread.low > widestToTell),
  );
  if (noisy.length === 0) return [];
  const names = noisy.map(({ class: work }) => benchmarkClassLabels[work].toLowerCase()).join(', ');
  return [
    `The rounds differ too much to say what isolation costs in: ${names}. ` +
      'Something else used this machine, or the machine below it; ' +
      'measure again when it is quiet, with more rounds.',
  ];
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Interpolates linearly between two values. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
