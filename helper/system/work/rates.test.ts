// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createRates } from './rates.ts';

it('lets a user do some at once, then so many a second, whatever another does (N8)', () => {
  let time = 5_000;
  const rates = createRates({ perSecond: 20, burst: 60, now: () => time });
  const taken = (uid: number, tries: number): number =>
    Array.from({ length: tries }, () => rates.take(uid)).filter((waitMs) => waitMs === 0).length;
  expect(taken(1000, 10_000)).toBe(60);
  expect(taken(0, 10)).toBe(10);
  time += 1_000;
  expect(taken(1000, 10_000)).toBe(20);
  time += 3_600_000;
  expect(taken(1000, 10_000)).toBe(60);
});

it('forgets a user only who has all of them again', () => {
  let time = 0;
  const rates = createRates({ perSecond: 1, burst: 1, now: () => time });
  for (let uid = 0; uid < 256; uid += 1) expect(rates.take(uid)).toBe(0);
  time += 500;
  expect(rates.take(1000)).toBe(0);
  expect(rates.take(7)).toBe(500);
});
