// SPDX-License-Identifier: Apache-2.0
/** Chooses the MCS categories of a container: a pair that no other container on the host has. */

import { parseSecurityContext } from '../../contract/model/contexts/parse-security-context.ts';
import { categoriesOf } from '../../contract/model/contexts/security-context.ts';
import { firstSharedCategory } from './shared-categories.ts';

/**
 * Categories that pairs are drawn from: of the 1024 of the policies that people run, those that shared volumes leave
 * (shared-categories.ts).
 */
export const categoryCount = firstSharedCategory;

export type CategoryPair = readonly [number, number];

/** Pairs that containers have. */
export interface TakenPairs {
  /** How many different ones there are among those that are drawn from. */
  readonly size: number;
  has(pair: CategoryPair): boolean;
}

/**
 * The pair of a context's level, lower first, also when it is written as a range (`c5.c6`); undefined when it is not
 * just a pair.
 */
export function pairOf(context: string): CategoryPair | undefined {
  const level = parseSecurityContext(context)?.level ?? '';
  const [first, second, ...others] = categoriesOf(level).flatMap(numbersOf);
  if (first === undefined || second === undefined || others.length > 0) return undefined;
  if (first < second) return [first, second];
  // Neither comes first of two that are the same, or of which one is no number.
  return second < first ? [second, first] : undefined;
}

/** The pairs of these contexts; one that has something else has none. */
export function pairsOf(contexts: Iterable<string>): readonly CategoryPair[] {
  return [...contexts].flatMap((context) => {
    const pair = pairOf(context);
    return pair === undefined ? [] : [pair];
  });
}

/** `s0:c5,c6` for [5, 6]. */
export function levelOf([low, high]: CategoryPair): string {
  return `s0:c${low},c${high}`;
}

/**
 * A pair that is not among those taken, drawn at random so that a pair is not soon used again for another container.
 * `random` gives a number in [0, n). Undefined when every pair is taken.
 */
export function choosePair(taken: TakenPairs, random: (n: number) => number): CategoryPair | undefined {
  if (taken.size >= (categoryCount * (categoryCount - 1)) / 2) return undefined;
  for (;;) {
    const low = random(categoryCount);
    const high = random(categoryCount);
    if (low < high && !taken.has([low, high])) return [low, high];
  }
}

/**
 * Gives the numbers of `c5`, or of a range's ends; a range of more than two is no number, since no pair can come of it.
 */
function numbersOf(category: string): readonly number[] {
  const [, from, to] = /^c(\d+)(?:\.c(\d+))?$/.exec(category) ?? [];
  if (from === undefined) return [Number.NaN];
  if (to === undefined) return [Number(from)];
  return Number(to) - Number(from) === 1 ? [Number(from), Number(to)] : [Number.NaN];
}
