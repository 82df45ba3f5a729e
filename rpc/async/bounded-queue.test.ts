// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

async function rest<T>(queue: AsyncIterable<T>): Promise<readonly T[]> {
  const values: T[] = [];
  for await (const value of queue) values.push(value);
  return values;
}

it('keeps the first values and the latest for a reader that has stalled', async () => {
  const queue = createBoundedQueue<number>(4);
  const waiting = Array.from({ length: 1000 }, (_, value) => queue.push(value));
  queue.end();
  expect(Math.max(...waiting)).toBe(4);
  expect(await rest(queue)).toEqual([0, 1, 2, 999]);
});

it('loses nothing for a reader that keeps up, and ends with the error', async () => {
  const queue = createBoundedQueue<number>(2);
  const reader = queue[Symbol.asyncIterator]();
  for (let value = 0; value < 10; value += 1) {
    queue.push(value);
    expect(await reader.next()).toEqual({ done: false, value });
  }
  queue.fail(new Error('over'));
  await expect(reader.next()).rejects.toThrow('over');
});
