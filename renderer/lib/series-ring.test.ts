// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createSeriesRing } from './series-ring.ts';

it('keeps the newest rows when it is full', () => {
  const ring = createSeriesRing(['value'], 3);
  for (let time = 1; time <= 5; time += 1) ring.push(time, { value: time * 10 });
  expect([ring.length, ring.timeAt(0), ring.valueAt('value', 0), ring.latest('value'), ring.latestTime()]).toEqual([
    3, 3, 30, 50, 5,
  ]);
  expect(ring.valueAt('value', 3)).toBeNaN();
});

it('ignores rows that are not newer, and finds the nearest', () => {
  const ring = createSeriesRing(['value'], 8);
  for (const time of [1, 2, 2, 1, 4]) ring.push(time, { value: time });
  expect(ring.length).toBe(3);
  expect([0, 1.4, 1.6, 2.9, 3.1, 9].map((time) => ring.nearest(time))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(createSeriesRing(['value'], 2).nearest(1)).toBe(-1);
});
