// SPDX-License-Identifier: Apache-2.0
/** Work that reports its progress, as the stream of an operation. */

import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { createBoundedQueue } from '../../../rpc/async/bounded-queue.ts';

/**
 * The work runs to its own end, also when nobody listens any more: a caller that leaves does not interrupt what it
 * began.
 */
export async function* reportProgress<Item, Result>(
  work: (tell: (item: Item) => void) => Promise<Result>,
): AsyncGenerator<Item, Result, undefined> {
  const items = createBoundedQueue<Item>(serviceLimits.progressItems.value);
  const done = work((item) => void items.push(item)).finally(() => items.end());
  try {
    for await (const item of items) yield item;
  } finally {
    await done.catch(() => undefined);
  }
  return done;
}
