// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { formatLocal } from './moments.ts';
import { readMoment, readTime } from './written-time.ts';

it.each([
  ['03:00', '03:00'],
  ['3', '03:00'],
  [' 3:05 ', '03:05'],
  ['03.00', '03:00'],
  ['2359', '23:59'],
  ['24:00', undefined],
  ['12:60', undefined],
  ['3 PM', undefined],
  ['12:00:30', undefined],
  ['', undefined],
])('reads the time %j', (text, time) => {
  expect(readTime(text)).toBe(time);
});

it.each([
  ['2026-11-24 08:00', '2026-11-24 08:00:00'],
  ['2026-11-24T08:00:09', '2026-11-24 08:00:09'],
  ['24.11.2026 8:00', '2026-11-24 08:00:00'],
  ['24/11/2026', '2026-11-24 00:00:00'],
  [' 2026-1-2  ', '2026-01-02 00:00:00'],
])('reads the moment %j', (text, local) => {
  expect(formatLocal(readMoment(text) ?? 0)).toBe(local);
});

it.each(['', 'yesterday', '2026-02-31 08:00', '2026-13-01', '2026-11-24 25:00', '2026-11-24 08:00 UTC', '08:00'])(
  'takes %j for no moment',
  (text) => {
    expect(readMoment(text)).toBe(undefined);
  },
);
