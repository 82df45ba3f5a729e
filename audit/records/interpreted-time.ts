// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the local time that `ausearch -i` prints. The layout depends on the locale of the user who ran it and names no time
 * zone:
 * this reads `month/day/year` (C, en_US), `year-month-day` and `day.month.year`, in the zone of this process.
 */

/** Milliseconds since the epoch; undefined when the text is no such time. */
export function readInterpretedTime(text: string): number | undefined {
  const match = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4}) (\d{1,2}):(\d{2}):(\d{2})\.(\d{3})$/.exec(text);
  if (match === null) return undefined;
  const [first = 0, second = 0, third = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = [
    1, 3, 4, 5, 6, 7, 8,
  ].map((group) => Number(match[group]));
  const [year, month, day] = inOrder(match[2] ?? '', [first, second, third]);
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return new Date(year < 100 ? 2000 + year : year, month - 1, day, hours, minutes, seconds, milliseconds).getTime();
}

function inOrder(
  separator: string,
  [first, second, third]: readonly [number, number, number],
): readonly [number, number, number] {
  if (first > 31 || separator === '-') return [first, second, third];
  const isDayFirst = separator === '.' || first > 12;
  return isDayFirst ? [third, second, first] : [third, first, second];
}
