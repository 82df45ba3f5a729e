// SPDX-License-Identifier: Apache-2.0
/** Lets what users ask for begin at the rate that each may have. What is too early waits, in the order in which it came. */

import type { Rates } from './rates.ts';

export interface Paced {
  readonly uid: number;
  /** How much of the rate it takes; no more than the burst. */
  readonly amount: number;
  /** True for what nobody waits for any more: it is passed over, and takes nothing. */
  readonly isGone?: () => boolean;
  run(): void;
}

export interface PaceOptions {
  readonly rates: Rates;
  /** `setTimeout`. */
  readonly later: (task: () => void, ms: number) => unknown;
}

/** Takes what is to begin; it begins at once where its user has waited long enough. */
export function createPace({ rates, later }: PaceOptions): (paced: Paced) => void {
  const waiting = new Map<number, Paced[]>();

  function begin(uid: number, queue: Paced[]): void {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (first.isGone?.() !== true) {
        const waitMs = rates.take(uid, first.amount);
        if (waitMs > 0) {
          later(() => begin(uid, queue), Math.ceil(waitMs));
          return;
        }
        first.run();
      }
      queue.shift();
    }
    waiting.delete(uid);
  }

  return function pace(paced) {
    const queue = waiting.get(paced.uid);
    if (queue !== undefined) {
      queue.push(paced);
      return;
    }
    const started = [paced];
    waiting.set(paced.uid, started);
    begin(paced.uid, started);
  };
}
