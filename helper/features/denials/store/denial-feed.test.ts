// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDenialFeed } from './denial-feed.ts';
import { fakeEvent } from '../../../../testing/models/denial.ts';

const signal = new AbortController().signal;
const event = fakeEvent();

it('gives a few of the groups that changed at a time, and each of them in the end', async () => {
  const feed = createDenialFeed({ maxWaiting: 5, maxChanged: 4 });
  for (let index = 0; index < 10; index += 1) feed.add(event, `group-${index}`);
  const batches = [await feed.next(signal), await feed.next(signal), await feed.next(signal)];
  expect(
    batches.map((batch) => [batch?.events.length, [...(batch?.changed ?? [])].map((id) => Number(id.slice(6)))]),
  ).toEqual([
    [5, [0, 1, 2, 3]],
    [0, [4, 5, 6, 7]],
    [0, [8, 9]],
  ]);
  expect(feed.lost).toBe(5);
});

it('gives a group again that was hit while it waited, once', async () => {
  const feed = createDenialFeed({ maxChanged: 1 });
  for (const id of ['a', 'b', 'b', 'a']) feed.add(event, id);
  expect([...((await feed.next(signal))?.changed ?? [])]).toEqual(['a']);
  feed.add(event, 'a');
  expect([...((await feed.next(signal))?.changed ?? [])]).toEqual(['b']);
  expect([...((await feed.next(signal))?.changed ?? [])]).toEqual(['a']);
});

it('gives what comes after a rest at once, and what follows with the next batch', async () => {
  let time = 0;
  const feed = createDenialFeed({ now: () => time });
  const takenWithin = async (milliseconds: number): Promise<number | undefined> =>
    Promise.race([feed.next(signal).then((batch) => batch?.events.length), sleep(milliseconds, undefined)]);
  feed.add(event, 'a');
  expect(await takenWithin(80)).toBe(1);
  feed.add(event, 'b');
  feed.add(event, 'c');
  time = 60;
  const second = takenWithin(20);
  expect(await second).toBe(undefined);
});
