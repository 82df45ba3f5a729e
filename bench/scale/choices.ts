// SPDX-License-Identifier: Apache-2.0
/** The choice of a pair of categories, with more and more pairs that are taken. */

import { randomInt } from 'node:crypto';
import { choosePair } from '../../helper/selinux/category-pairs.ts';
import { countPairs } from '../../helper/selinux/taken-pairs.ts';
import { pairOfIndex } from './instances.ts';

const rounds = 20_000;

/** Prints the microseconds of one choice. */
export function measureChoices(): void {
  for (const count of [0, 1000, 10_000, 100_000]) {
    const taken = countPairs(Array.from({ length: count }, (_, index) => pairOfIndex(index)));
    const begun = performance.now();
    for (let round = 0; round < rounds; round += 1) choosePair(taken, (n) => randomInt(n));
    console.log(`choice with ${count} taken: ${(((performance.now() - begun) * 1000) / rounds).toFixed(1)} µs`);
  }
}
