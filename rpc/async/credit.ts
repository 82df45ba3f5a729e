// SPDX-License-Identifier: Apache-2.0
/** Grants credit: how many more items the reader of a stream has room for. */

import { streamCredit } from '../protocol.ts';

export interface CreditGate {
  /** Waits for one unit and spends it. Rejects with the signal's reason when it aborts first. */
  take(signal: AbortSignal): Promise<void>;
  grant(units: number): void;
}

export function createCreditGate(initial: number): CreditGate {
  let units = initial;
  const waiting = new Set<() => void>();

  return {
    async take(signal) {
      signal.throwIfAborted();
      while (units === 0) {
        await new Promise<void>((resolve, reject) => {
          const settle = (): void => {
            waiting.delete(settle);
            signal.removeEventListener('abort', settle);
            if (signal.aborted) reject(signal.reason as Error);
            else resolve();
          };
          waiting.add(settle);
          signal.addEventListener('abort', settle, { once: true });
        });
      }
      units -= 1;
    },
    grant(more) {
      units += more;
      for (const wake of [...waiting]) wake();
    },
  };
}

/** How many items a reader takes before it grants their credit: often enough that the sender never waits for it. */
const unitsAtOnce = streamCredit / 4;

/**
 * Gives a function to call for each item that the reader has taken. It calls `grant` with the units of several items at
 * once, since a message for each would cost as much as the item.
 */
export function createCreditGrants(grant: (units: number) => void): () => void {
  let taken = 0;
  return () => {
    taken += 1;
    if (taken < unitsAtOnce) return;
    grant(taken);
    taken = 0;
  };
}
