// SPDX-License-Identifier: Apache-2.0
/**
 * A queue for progress that goes on whether or not its reader keeps up: it holds at most `maxWaiting` values. A further
 * one takes the place of the last, so that the reader gets the first ones and the latest.
 */

import { createQueue, type Queue } from './queue.ts';

export function createBoundedQueue<T>(maxWaiting: number): Queue<T> {
  return createQueue<T>(undefined, (waiting, value) => {
    if (waiting.length >= maxWaiting) waiting.pop();
    waiting.push(value);
  });
}
