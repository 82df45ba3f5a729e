// SPDX-License-Identifier: Apache-2.0
/**
 * Lets work continue whether or not anybody reads what it reports. A stream is only as fast as its reader, and a drill
 * must not wait in the middle of a run without SELinux because a person's terminal does not read.
 */

import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { createBoundedQueue } from '../../../rpc/async/bounded-queue.ts';

/**
 * The queue of its reports is limited: a stalled reader gets the first items and the latest. When the reader has left,
 * the signal of the work aborts, and its end is waited for.
 */
export async function* runUnread<T, R>(
  begin: (signal: AbortSignal) => AsyncGenerator<T, R, undefined>,
  signal: AbortSignal,
): AsyncGenerator<T, R, undefined> {
  const gone = new AbortController();
  const items = createBoundedQueue<T>(serviceLimits.progressItems.value);
  const enough = AbortSignal.any([signal, gone.signal]);
  const worked = work(begin(enough), items.push, enough).finally(() => items.end());
  worked.catch(() => undefined);
  try {
    yield* items;
    return await worked;
  } finally {
    gone.abort(new Error('the caller has gone'));
    await worked.catch(() => undefined);
  }
}

/** The work also ends between two of its reports, where nothing in it listens to the signal. */
async function work<T, R>(
  generator: AsyncGenerator<T, R, undefined>,
  tell: (item: T) => unknown,
  signal: AbortSignal,
): Promise<R> {
  for (;;) {
    const next = await generator.next();
    if (next.done === true) return next.value;
    if (signal.aborted) await generator.throw(signal.reason);
    tell(next.value);
  }
}
