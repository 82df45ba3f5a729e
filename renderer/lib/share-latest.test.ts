// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createQueue, type Queue } from '../../rpc/async/queue.ts';
import { type FollowLatest, shareLatest } from './share-latest.ts';

const never = new AbortController().signal;

/** A source that begins again each time, and gives what is pushed into the last of its queues. */
function createSource(): { readonly follow: FollowLatest<string>; readonly begun: Begun[]; last(): Queue<string> } {
  const begun: Begun[] = [];
  const follow = shareLatest<string>((signal) => {
    const queue = createQueue<string>();
    begun.push({ queue, signal });
    return queue;
  });
  return {
    follow,
    begun,
    last() {
      const queue = begun.at(-1)?.queue;
      return queue ?? expect.unreachable('it was not begun');
    },
  };
}

interface Begun {
  readonly queue: Queue<string>;
  readonly signal: AbortSignal;
}

/** Lets everything run that waits for nothing else. */
function settleAll(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it('begins its source once for all, and gives the newest state to one who comes later', async () => {
  const { follow, begun, last } = createSource();
  const first = follow(never);
  const waiting = first.next();
  last().push('a');
  expect(await waiting).toEqual({ done: false, value: 'a' });
  last().push('b');
  await settleAll();
  const second = follow(never);
  expect([await second.next(), await first.next()]).toEqual([
    { done: false, value: 'b' },
    { done: false, value: 'b' },
  ]);
  expect(begun.length).toBe(1);
});

it('gives to one who was busy the newest state only', async () => {
  const { follow, last } = createSource();
  const one = follow(never);
  const waiting = one.next();
  for (const state of ['a', 'b', 'c']) last().push(state);
  await waiting;
  await settleAll();
  expect((await one.next()).value).toBe('c');
});

it('ends its source with the last who follows, and begins it again for the next', async () => {
  const { follow, begun, last } = createSource();
  const ending = new AbortController();
  const first = follow(ending.signal);
  const second = follow(never);
  const waiting = Promise.all([first.next(), second.next()]);
  last().push('a');
  await waiting;

  const left = first.next();
  ending.abort();
  expect(await left).toEqual({ done: true, value: undefined });
  expect(begun[0]?.signal.aborted).toBe(false);
  await second.return();
  expect(begun[0]?.signal.aborted).toBe(true);

  const third = follow(never).next();
  last().push('z');
  expect([begun.length, (await third).value]).toEqual([2, 'z']);
});

it('gives no state to one whose signal has aborted', async () => {
  const { follow } = createSource();
  expect((await follow(AbortSignal.abort()).next()).done).toBe(true);
});

it('ends with its source, and fails with it for all', async () => {
  const { follow, begun, last } = createSource();
  const ended = follow(never).next();
  last().end();
  expect((await ended).done).toBe(true);

  const both = [follow(never), follow(never)];
  const states = Promise.all(both.map((one) => one.next()));
  last().push('a');
  await states;
  last().fail(new Error('over'));
  for (const one of both) await expect(one.next()).rejects.toThrow('over');
  expect(begun.length).toBe(2);
});

it('is begun again for one who had joined it before it gave anything and failed', async () => {
  const { follow, begun, last } = createSource();
  const first = follow(never).next();
  const second = follow(never).next();
  last().fail(new Error('denied'));
  await expect(first).rejects.toThrow('denied');
  await settleAll();
  last().push('granted');
  expect([(await second).value, begun.length]).toEqual(['granted', 2]);
});
