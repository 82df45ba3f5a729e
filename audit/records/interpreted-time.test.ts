// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readInterpretedTime } from './interpreted-time.ts';

/** Gives a time in the zone of this process, in which `ausearch -i` writes it. */
const at = (year: number, month: number, day: number): number =>
  new Date(year, month - 1, day, 12, 3, 53, 415).getTime();

it.each([
  ['11/24/25', at(2025, 11, 24)],
  ['11/24/2025', at(2025, 11, 24)],
  ['1/2/25', at(2025, 1, 2)],
  ['12/31/99', at(2099, 12, 31)],
  ['24/11/25', at(2025, 11, 24)],
  ['13/12/25', at(2025, 12, 13)],
  ['24.11.2025', at(2025, 11, 24)],
  ['2.1.25', at(2025, 1, 2)],
  ['2025-11-24', at(2025, 11, 24)],
  ['25-11-24', at(2025, 11, 24)],
  ['2025/11/24', at(2025, 11, 24)],
  ['2025.11.24', at(2025, 11, 24)],
  ['32/11/24', at(2032, 11, 24)],
  ['100-11-24', at(100, 11, 24)],
])('reads %s', (date, time) => {
  expect(readInterpretedTime(`${date} 12:03:53.415`)).toBe(time);
});

it.each([
  ['two separators', '11/24-25 12:03:53.415'],
  ['no month', '0/24/25 12:03:53.415'],
  ['a thirteenth month', '2025-13-24 12:03:53.415'],
  ['no day', '11/0/25 12:03:53.415'],
  ['a 32nd day', '2025-11-32 12:03:53.415'],
  ['no milliseconds', '11/24/25 12:03:53'],
  ['something before it', ' 11/24/25 12:03:53.415'],
  ['something behind it', '11/24/25 12:03:53.4150'],
  ['nothing', ''],
])('reads no time with %s', (_, text) => {
  expect(readInterpretedTime(text)).toBeUndefined();
});

it('reads the hour with one digit', () => {
  expect(readInterpretedTime('11/24/25 1:03:53.415')).toBe(new Date(2025, 10, 24, 1, 3, 53, 415).getTime());
});
