// SPDX-License-Identifier: Apache-2.0
/** Ends the wait of a reader for a sender who says nothing. */

import { Failure } from '../../contract/errors.ts';
import type { Queue } from './queue.ts';

export interface Silence {
  /** Longest wait for one value, while none waits to be read. */
  readonly maxMs: number;
  /** Calls back after a time, unless the returned function is called before. */
  readonly later: (task: () => void, ms: number) => () => void;
}

/** Raises `client-silent` in its reader. While the reader does something else no time counts. */
export function withinSilence<T>(queue: Queue<T>, { maxMs, later }: Silence): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      const values = queue[Symbol.asyncIterator]();
      for (;;) {
        const stop = later(() => queue.fail(new Failure('client-silent', { seconds: maxMs / 1000 })), maxMs);
        const next = await values.next().finally(stop);
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
}

/** Runs the task by the clock of the process. */
export function afterTime(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
