// SPDX-License-Identifier: Apache-2.0
/**
 * Lets work go on whether or not anybody reads what it tells. A stream is read as fast as its reader likes, and a drill
 * must not stand still with the wall down because somebody's terminal does.
 */

import { serviceLimits } from '../../../contract/service-limits.ts';
import { createBoundedQueue } from '../../../rpc/async/bounded-queue.ts';

/** What it tells is bounded: a reader that has stalled gets the first items and the latest. Where the reader has gone, its signal aborts, and its end is waited for. */
export async function* atOwnPace<T, R>(
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
    gone.abort(new Error('whoever asked for it has gone'));
    await worked.catch(() => undefined);
  }
}

/** Between two things that it tells the work ends too, where nothing in it listens to the signal. */
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
