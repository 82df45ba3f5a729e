// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { nextSnapshotTime } from './next-snapshot.ts';

/** This is a Tuesday. */
const evening = new Date(2026, 10, 24, 22, 30).getTime() / 1000;
const at = (day: number, hours: number): number => new Date(2026, 10, day, hours, 0).getTime() / 1000;

it.each([
  [{ every: 'hours', hours: 6 } as const, evening + 6 * 3600],
  [{ every: 'day', at: '03:00' } as const, at(25, 3)],
  [{ every: 'week', on: 'sunday', at: '03:00' } as const, at(29, 3)],
  [{ every: 'week', on: 'tuesday', at: '23:00' } as const, at(24, 23)],
  [{ every: 'week', on: 'tuesday', at: '22:00' } as const, new Date(2026, 11, 1, 22, 0).getTime() / 1000],
])('after a Tuesday at 22:30, %o comes next at its own time', (times, next) => {
  expect(nextSnapshotTime(times, evening)).toBe(next);
});
