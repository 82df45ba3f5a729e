// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { nextTimeOfDay } from './next-time-of-day.ts';

const evening = new Date(2026, 10, 24, 22, 30).getTime() / 1000;

it('finds the next moment at which the clock shows a time', () => {
  expect(
    [nextTimeOfDay('03:00', evening), nextTimeOfDay('22:31', evening), nextTimeOfDay('22:30', evening)].map(
      (time) => time - evening,
    ),
  ).toEqual([4.5 * 3600, 60, 24 * 3600]);
});
