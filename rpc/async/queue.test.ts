// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createQueue } from './queue.ts';

async function readAll<T>(queue: AsyncIterable<T>): Promise<readonly T[]> {
  const values: T[] = [];
  for await (const value of queue) values.push(value);
  return values;
}

it('gives what waits in order, says how many wait, and ends', async () => {
  const queue = createQueue<string>();
  expect([queue.push('a'), queue.push('b'), queue.push('c')]).toEqual([1, 2, 3]);
  queue.end();
  expect(queue.push('late')).toBe(3);
  expect(await readAll(queue)).toEqual(['a', 'b', 'c']);
});

it('wakes a reader that waits: for a value, and for the end', async () => {
  const queue = createQueue<string>();
  const reader = queue[Symbol.asyncIterator]();
  const first = reader.next();
  queue.push('a');
  expect(await first).toEqual({ done: false, value: 'a' });
  const second = reader.next();
  queue.end();
  expect(await second).toEqual({ done: true, value: undefined });
});

it('gives an error after what waits, also one that is undefined, and wakes a reader with it', async () => {
  const queue = createQueue<string>();
  queue.push('a');
  queue.fail(new Error('over'));
  const reader = queue[Symbol.asyncIterator]();
  expect(await reader.next()).toEqual({ done: false, value: 'a' });
  await expect(reader.next()).rejects.toThrow('over');

  const silent = createQueue<string>();
  const waiting = silent[Symbol.asyncIterator]().next();
  silent.fail(undefined);
  await expect(waiting).rejects.toBeUndefined();
});

it('keeps its first ending', async () => {
  const ended = createQueue<string>();
  ended.end();
  ended.fail(new Error('late'));
  expect(await readAll(ended)).toEqual([]);
  const failed = createQueue<string>();
  failed.fail(new Error('first'));
  failed.end();
  failed.fail(new Error('second'));
  await expect(readAll(failed)).rejects.toThrow('first');
});

it('reports each value that the reader has taken, and no other', async () => {
  let taken = 0;
  const queue = createQueue<string>(() => (taken += 1));
  queue.push('a');
  queue.push('b');
  expect(taken).toBe(0);
  const reader = queue[Symbol.asyncIterator]();
  await reader.next();
  expect(taken).toBe(1);
  await reader.next();
  expect(taken).toBe(2);
});
