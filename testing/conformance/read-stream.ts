// SPDX-License-Identifier: Apache-2.0
/** Reads a stream to its end. */

import type { RemoteStream } from '../../rpc/client.ts';

export async function readStream<Item, Result>(
  stream: RemoteStream<Item, Result>,
  onItem: (item: Item) => unknown = () => undefined,
): Promise<{ readonly items: readonly Item[]; readonly result: Result }> {
  const items: Item[] = [];
  for await (const item of stream) {
    items.push(item);
    onItem(item);
  }
  return { items, result: await stream.result };
}

/** The code of the failure that a call ends with; undefined when it succeeds. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}
