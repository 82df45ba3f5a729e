// SPDX-License-Identifier: Apache-2.0
/**
 * One change of the policy at a time: libsemanage's own lock would make a second one fail, not wait. All writes to the
 * module store, to booleans that persist or to local file contexts run as such a transaction.
 */

export interface PolicyTransactions {
  /**
   * Begins when all that were asked for before have ended. Aborting ends the wait; work that has begun runs to its end,
   * since half a change is worse than a whole one.
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createPolicyTransactions(): PolicyTransactions {
  let latest: Promise<unknown> = Promise.resolve();

  return {
    run<T>(work: () => Promise<T>, signal: AbortSignal) {
      return new Promise<T>((resolve, reject) => {
        const abandon = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', abandon, { once: true });
        const begun = latest.then(() => {
          signal.removeEventListener('abort', abandon);
          signal.throwIfAborted();
          return work();
        });
        latest = begun.catch(() => undefined);
        begun.then(resolve, reject);
      });
    },
  };
}

/** Runs work that is a part of a transaction already, and would wait for itself otherwise. */
export const withinTransaction: PolicyTransactions = {
  async run(work, signal) {
    signal.throwIfAborted();
    return work();
  },
};
