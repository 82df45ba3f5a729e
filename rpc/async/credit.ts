// SPDX-License-Identifier: Apache-2.0
/** Credit: how many more items the reader of a stream has room for. */

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
