// SPDX-License-Identifier: Apache-2.0
/**
 * Times as a person writes them. The fields of the browser follow the locale of the system instead of the language of the
 * window, and show a clock of twelve hours where that has one.
 */

const clock = /^(\d{1,2})(?:[:.]?(\d{2}))?(?:[:.]?(\d{2}))?$/;
const yearFirst = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const dayFirst = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/;

/** `3`, `3:00`, `03.00` and `0300` give `03:00`; undefined for what is no time of a clock of 24 hours. */
export function readTime(text: string): string | undefined {
  const [hours, minutes, seconds] = readClock(text.trim()) ?? [];
  return hours === undefined || seconds !== 0 ? undefined : `${two(hours)}:${two(minutes ?? 0)}`;
}

/**
 * `2026-11-24 08:00`, also with seconds, without a time, or with the day first: seconds since the epoch, in the local
 * zone. Undefined for what is no date.
 */
export function readMoment(text: string): number | undefined {
  const [written = '', time = '0', ...rest] = text.trim().split(/[\sT]+/);
  const [year, month, day] = readDay(written) ?? [];
  const [hours, minutes, seconds] = readClock(time) ?? [];
  if (year === undefined || month === undefined || hours === undefined || rest.length > 0) return undefined;
  const date = new Date(year, month - 1, day, hours, minutes, seconds);
  // 31 February would be a day in March.
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() / 1000 : undefined;
}

function readDay(text: string): readonly [year: number, month: number, day: number] | undefined {
  const [, year, month, day] = yearFirst.exec(text) ?? [];
  if (year !== undefined) return [Number(year), Number(month), Number(day)];
  const [, ...parts] = dayFirst.exec(text) ?? [];
  return parts.length === 0 ? undefined : [Number(parts[2]), Number(parts[1]), Number(parts[0])];
}

function readClock(text: string): readonly [hours: number, minutes: number, seconds: number] | undefined {
  const match = clock.exec(text);
  const [hours, minutes, seconds] = [match?.[1], match?.[2] ?? 0, match?.[3] ?? 0].map(Number);
  if (match === null || hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  return hours < 24 && minutes < 60 && seconds < 60 ? [hours, minutes, seconds] : undefined;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
