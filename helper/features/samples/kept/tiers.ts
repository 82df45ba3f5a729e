// SPDX-License-Identifier: Apache-2.0
/**
 * How long what is kept in which detail. Points are kept in blocks; a block of a tier is made of the blocks of the tier
 * before it, once its time is over.
 */

export interface Tier {
  /** Seconds of one point. */
  readonly step: number;
  /** Seconds of one block: a multiple of the step, and of the block of the tier before. */
  readonly blockSeconds: number;
  /** How many blocks of a subject are kept. */
  readonly maxBlocks: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * One second for an hour, ten seconds for a day, a minute for 30 days. Some blocks more are kept, until the next tier
 * has them. The last tier has nothing that the one before lacks: it answers long ranges from few blocks.
 */
export const tiers: readonly [Tier, Tier, Tier, Tier] = [
  { step: 1, blockSeconds: minute, maxBlocks: hour / minute + 22 },
  { step: 10, blockSeconds: 10 * minute, maxBlocks: day / (10 * minute) + 8 },
  { step: minute, blockSeconds: hour, maxBlocks: (30 * day) / hour + 26 },
  { step: 10 * minute, blockSeconds: day, maxBlocks: 32 },
];

const niceSteps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/** The smallest round step that divides the seconds into at most so many points, wherever the first one begins. */
export function stepFor(seconds: number, points: number): number {
  const step = niceSteps.find((one) => Math.ceil(seconds / one) + 1 <= points);
  return step ?? Math.ceil(seconds / (points - 1));
}

/**
 * The tier to begin a range with: the coarsest that is detailed enough, or a coarser one where that no longer has the
 * range's beginning. `oldest` is where each tier begins; undefined where it has nothing.
 */
export function tierFor(oldest: readonly (number | undefined)[], from: number, step: number): number {
  let chosen = Math.max(
    0,
    tiers.findLastIndex((tier) => tier.step <= step),
  );
  const first = Math.max(from, Math.min(...oldest.map((time) => time ?? Infinity)));
  while (chosen < tiers.length - 1 && (oldest[chosen] ?? Infinity) > first && canGoFurther(oldest, chosen)) chosen += 1;
  return chosen;
}

/** Says whether some coarser tier has older points. */
function canGoFurther(oldest: readonly (number | undefined)[], chosen: number): boolean {
  return oldest.slice(chosen + 1).some((time) => (time ?? Infinity) < (oldest[chosen] ?? Infinity));
}

/** Says when the block of a tier that holds this time begins. */
export function blockStart({ blockSeconds }: Tier, time: number): number {
  return Math.floor(time / blockSeconds) * blockSeconds;
}
