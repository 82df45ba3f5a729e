// SPDX-License-Identifier: Apache-2.0
/** Keeps what was read of the policy until another one is loaded: reading it again takes seconds. */

export interface KeepOptions<T> {
  /** Changes with each load of a policy. */
  readonly sequence: () => number | undefined;
  /** Undefined where it cannot be read; it is then asked again. */
  readonly read: (signal: AbortSignal) => Promise<T | undefined>;
}

export function keepForPolicy<T>({ sequence, read }: KeepOptions<T>): (signal: AbortSignal) => Promise<T | undefined> {
  let kept: { readonly sequence: number | undefined; readonly answer: T } | undefined;
  return async (signal) => {
    // The number is read before the answer: a policy that is loaded meanwhile makes it be read again.
    const now = sequence();
    if (kept !== undefined && kept.sequence === now) return kept.answer;
    const answer = await read(signal);
    if (answer !== undefined) kept = { sequence: now, answer };
    return answer;
  };
}
