// SPDX-License-Identifier: Apache-2.0
/** Pairs of categories that containers have. What a question costs does not grow with their number. */

import { categoryCount, type CategoryPair, type TakenPairs } from './category-pairs.ts';

export interface CountedPairs extends TakenPairs {
  /** One more container has it. */
  add(pair: CategoryPair): void;
  /** One container less has it; it is free once nobody has it. */
  remove(pair: CategoryPair): void;
}

/** Begins with these. */
export function countPairs(pairs: Iterable<CategoryPair> = []): CountedPairs {
  const counts = new Map<number, number>();
  const counted: CountedPairs = {
    get size() {
      return counts.size;
    },
    has: (pair) => counts.has(keyOf(pair)),
    add(pair) {
      // One that was drawn when there were no shared volumes may be outside of what is drawn from.
      if (isDrawn(pair)) counts.set(keyOf(pair), (counts.get(keyOf(pair)) ?? 0) + 1);
    },
    remove(pair) {
      const left = (counts.get(keyOf(pair)) ?? 0) - 1;
      if (left > 0) counts.set(keyOf(pair), left);
      else counts.delete(keyOf(pair));
    },
  };
  for (const pair of pairs) counted.add(pair);
  return counted;
}

/** Joins the pairs of `many`, which may be many, and some others, which are few. */
export function withPairs(many: TakenPairs, others: Iterable<CategoryPair>): TakenPairs {
  const few = countPairs([...others].filter((pair) => !many.has(pair)));
  return { size: many.size + few.size, has: (pair) => many.has(pair) || few.has(pair) };
}

function isDrawn([, high]: CategoryPair): boolean {
  return high < categoryCount;
}

function keyOf([low, high]: CategoryPair): number {
  return low * categoryCount + high;
}
