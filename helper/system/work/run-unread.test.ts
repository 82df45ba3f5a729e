// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { runUnread } from './run-unread.ts';

const never = new AbortController().signal;

/** Reports numbers, and records what it did. */
function counting(done: string[]): () => AsyncGenerator<number, string, undefined> {
  return async function* () {
    try {
      for (let number = 0; number < 100; number += 1) {
        yield number;
        await Promise.resolve();
      }
      done.push('to the end');
      return 'result';
    } finally {
      done.push('cleaned up');
    }
  };
}

it('goes on to the end though nobody reads, and gives all of it to who reads late', async () => {
  const done: string[] = [];
  const run = runUnread(counting(done), never);
  expect(await run.next()).toEqual({ done: false, value: 0 });
  await expect.poll(() => done).toEqual(['to the end', 'cleaned up']);
  const rest: number[] = [];
  let next = await run.next();
  for (; next.done !== true; next = await run.next()) rest.push(next.value);
  expect([rest.length, rest.at(-1), next.value]).toEqual([99, 99, 'result']);
});

it('ends, and waits until that is cleaned up, when its reader goes', async () => {
  const done: string[] = [];
  const run = runUnread(counting(done), never);
  await run.next();
  await run.return('');
  expect(done).toEqual(['cleaned up']);
});

it('ends when it is aborted, with the reason, though the work itself does not listen', async () => {
  const done: string[] = [];
  const abort = new AbortController();
  const run = runUnread(counting(done), abort.signal);
  await run.next();
  abort.abort(new Error('enough'));
  await expect(
    (async () => {
      for await (const _number of run) abort.signal.aborted.valueOf();
    })(),
  ).rejects.toThrow('enough');
  expect(done).toEqual(['cleaned up']);
});
