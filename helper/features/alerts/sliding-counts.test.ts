// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createSlidingCounts } from './sliding-counts.ts';

it('counts the events of the last seconds, and forgets subjects with them', () => {
  const counts = createSlidingCounts(60);
  counts.add('web', 2, 0);
  counts.add('web', 3, 30);
  counts.add('db', 1, 40);
  const seen = [40, 60, 61, 91, 101].map((uptime) => [...counts.values(uptime)]);
  expect(seen).toEqual([
    [
      ['web', 5],
      ['db', 1],
    ],
    [
      ['web', 5],
      ['db', 1],
    ],
    [
      ['web', 3],
      ['db', 1],
    ],
    [['db', 1]],
    [],
  ]);
});

it('keeps a bounded number of slots in a storm that does not end', () => {
  const counts = createSlidingCounts(600);
  for (let uptime = 0; uptime < 6000; uptime += 0.1) counts.add('web', 10, uptime);
  const value = counts.values(6000).get('web') ?? 0;
  expect(value).toBeGreaterThanOrEqual(60_000);
  expect(value).toBeLessThanOrEqual(61_100);
});
