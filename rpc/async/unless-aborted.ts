// SPDX-License-Identifier: Apache-2.0
/** Waits for a value, or for a signal that comes first. */

/**
 * Gives the value of the promise; rejects with the signal's reason when that comes first. Nothing is kept afterwards,
 * where `Promise.race` with a promise that lasts keeps every value that it was raced with until that one settles.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
