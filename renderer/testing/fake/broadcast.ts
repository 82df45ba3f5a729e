// SPDX-License-Identifier: Apache-2.0
/** Sends from one sender to many listeners, each of which has an async stream that ends with its signal. */

import { createQueue } from '../../../rpc/async/queue.ts';

export interface Broadcast<T> {
  send(value: T): void;
  listen(signal: AbortSignal): AsyncIterable<T>;
}

export function createBroadcast<T>(): Broadcast<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    send(value) {
      for (const listener of listeners) listener(value);
    },
    async *listen(signal) {
      const queue = createQueue<T>();
      listeners.add(queue.push);
      signal.addEventListener('abort', queue.end, { once: true });
      try {
        yield* queue;
      } finally {
        listeners.delete(queue.push);
        signal.removeEventListener('abort', queue.end);
      }
    },
  };
}
