// SPDX-License-Identifier: Apache-2.0
/** Times and durations in words. All times are seconds since the epoch. */

import { currentLocale, t } from './language/t.ts';
import { formatDecimal } from './units.ts';

const steps: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Kept: to make one takes longer than to format with it, and charts do so each second. */
const clock = new Intl.DateTimeFormat(currentLocale(), { timeStyle: 'medium', hourCycle: 'h23' });

const dayAndMonth = new Intl.DateTimeFormat(currentLocale(), { day: 'numeric', month: 'short' });
const day = 86_400;

/** `90061` gives `1 d 1 h`: the largest part and the one below it. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = steps.findIndex(([size]) => whole >= size);
  if (first === -1) return '0 s';
  const counts = steps.map(
    ([size, unit], index) =>
      [Math.floor((index === 0 ? whole : whole % (steps[index - 1]?.[0] ?? size)) / size), unit] as const,
  );
  return counts
    .slice(first, first + 2)
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** Writes a duration for a narrow column: `9d 3h`. */
export function formatShortDuration(seconds: number): string {
  return formatDuration(seconds).replace(/(\d+) (d|h|min|s)/g, '$1$2');
}

/** `now`, `12 s ago`, `3 h ago`: the largest part only. */
export function formatAgo(time: number, now: number): string {
  const seconds = Math.floor(now - time);
  if (seconds < 2) return t('now');
  for (const [size, unit] of steps) {
    const count = Math.floor(seconds / size);
    if (count > 0) return t('{count} {unit} ago', { count, unit });
  }
  return t('now');
}

/** Local date and time with seconds. */
export function formatLocal(time: number): string {
  return `${localDay(new Date(time * 1000))} ${formatClock(time)}`;
}

/** Writes local date and time, and the same in UTC, for the hover. */
export function formatExact(time: number): string {
  const local = formatLocal(time);
  const utc = new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return local === utc ? `${utc} (UTC)` : t('{local} local, {utc} UTC', { local, utc });
}

/** `14:03:09`, local. */
export function formatClock(time: number): string {
  return clock.format(time * 1000);
}

/**
 * Writes a time below an axis of that many seconds: the time, or the day where one begins: `14:03:09`, `14:03`, `26
 * Nov`.
 */
export function formatAxisTime(time: number, seconds: number): string {
  const text = formatClock(time);
  if (seconds < 200) return text;
  return seconds > day && text.startsWith('00:00') ? dayAndMonth.format(time * 1000) : text.slice(0, 5);
}

/** A moment of a range of that many seconds: with its day where that is not clear. */
export function formatMoment(time: number, seconds: number): string {
  const text = formatClock(time);
  return seconds < day / 2 ? text : `${dayAndMonth.format(time * 1000)} ${text.slice(0, 5)}`;
}

/** `17:35`, or with its day when that is more than half a day ago: `26 Nov 17:35`. */
export function formatAsOf(time: number, now: number): string {
  const text = formatClock(time).slice(0, 5);
  return now - time < day / 2 ? text : `${dayAndMonth.format(time * 1000)} ${text}`;
}

/** How long a piece of work took: `0.4 s`, `12.0 s`, `1 min 3 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${formatDecimal(seconds, 1)} s` : formatDuration(seconds);
}

function localDay(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
