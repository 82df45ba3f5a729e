// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it } from 'vitest';
import { choosePair, type CategoryPair } from '../selinux/category-pairs.ts';
import { countPairs } from '../selinux/taken-pairs.ts';
import { neverAborts } from '../system/work/never-aborts.ts';
import { type ServedIncus, serveIncus } from './fixtures/serve-incus.ts';
import { type ServedNotes, serveNotes } from './fixtures/served-notes.ts';
import { createIncusClient, type IncusClient } from './incus-client.ts';
import { releasePair, reservePair } from './reserved-pairs.ts';
import { createIncusTransport } from './transport.ts';

let served: ServedIncus;
let client: IncusClient;
let notes: ServedNotes;

beforeEach(async () => {
  notes = serveNotes();
  served = await serveIncus((asked, response) => void notes.answer(asked, response));
  client = createIncusClient(createIncusTransport(served.socketPath));
});
afterEach(() => served.close());

/** Each choice draws 0,1 first, then 0,2, and so on. */
function reserve(now: number): Promise<CategoryPair | undefined> {
  const choose = (reserved: readonly CategoryPair[]): CategoryPair | undefined => {
    let drawn = 0;
    return choosePair(countPairs(reserved), () => ((drawn += 1) % 2 === 1 ? 0 : drawn / 2));
  };
  return reservePair(client, { now, choose, signal: neverAborts });
}

it('of many that choose at once no two get the same pair, though all draw the same', async () => {
  const pairs = await Promise.all(Array.from({ length: 8 }, () => reserve(100)));
  expect(new Set(pairs.map(String)).size).toBe(8);
});

it('a pair is free again once its reservation has ended, or is older than any creation', async () => {
  const first = (await reserve(100)) ?? [0, 0];
  expect([first, await reserve(100)]).toEqual([
    [0, 1],
    [0, 2],
  ]);
  await releasePair(client, first);
  await releasePair(client, first);
  expect(await reserve(100)).toEqual([0, 1]);
  expect(await reserve(100 + 3601)).toEqual([0, 1]);
});

it('a profile that a person made there is no reservation, or one without an end', async () => {
  await reserve(10_000);
  notes.all.clear();
  for (const name of ['default', 'c0.c1']) notes.all.set(name, { name, description: 'mine', config: {} });
  expect(await reserve(10_000)).toEqual([0, 2]);
});
