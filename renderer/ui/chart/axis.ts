// SPDX-License-Identifier: Apache-2.0
/** Round numbers for the axes. */

import type { TimeRange } from '../../lib/time-range.ts';

const hour = 3600;

/** Pixels, below the drawing: the times. */
export const axisHeight = 20;

export type AxisUnit = 'percent' | 'count' | 'bytes' | 'rate';

/**
 * The smallest round number that holds the value, and no more than there can be: a few steps between powers of ten, or
 * of two for bytes.
 */
export function niceMaximum(value: number, unit: AxisUnit, ceiling = Number.POSITIVE_INFINITY): number {
  return Math.min(roundUp(value, unit), ceiling);
}

/**
 * Whole minutes, or parts of them for short ranges, and hours and days of the local time for long ones; at most seven
 * within the range.
 */
export function timeTicks({ from, to }: TimeRange): readonly number[] {
  const step =
    [1, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, hour, 2 * hour, 4 * hour, 6 * hour, 12 * hour, 24 * hour].find(
      (seconds) => (to - from) / seconds <= (seconds < hour ? 6 : 7),
    ) ?? 5 * 24 * hour;
  const zone = step < hour ? 0 : new Date(to * 1000).getTimezoneOffset() * 60;
  const ticks: number[] = [];
  for (let tick = Math.ceil((from - zone) / step) * step + zone; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/**
 * Zero and the multiples of a round step up to the top of the axis: of the largest step of which two fit, so that the
 * figures are those that people count in (100 % and 200 %, 512 MiB and 1 GiB), whatever the top is.
 */
export function valueTicks(max: number, unit: AxisUnit): readonly number[] {
  const step = isDecimal(unit) ? decimalStep(max / 2, unit) : 2 ** Math.floor(Math.log2(max / 2));
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, index) => index * step);
}

/** Half the height of a figure, and of the two lines of the limit, in pixels. */
const half = { figure: 7, limit: 13 } as const;

interface Figures {
  readonly ticks: readonly number[];
  readonly max: number;
  readonly limit: number | undefined;
  readonly height: number;
}

/**
 * Gives the middles of the figures beside a drawing, in pixels from its top. Zero goes without saying; a figure that the
 * limit would cover is left out.
 */
export function placeFigures({ ticks, max, limit, height }: Figures) {
  const placeOf = (value: number, margin: number): number =>
    Math.max(margin, Math.min(height - margin, height * (1 - value / max)));
  const limitY = limit === undefined ? undefined : placeOf(limit, half.limit);
  const figures = ticks
    .filter((value) => value > 0)
    .map((value) => ({ value, y: placeOf(value, half.figure) }))
    .filter(({ y }) => limitY === undefined || Math.abs(y - limitY) >= half.figure + half.limit);
  return { figures, limitY };
}

function isDecimal(unit: AxisUnit): boolean {
  return unit === 'percent' || unit === 'count';
}

/** The largest of 1, 2, 4 and 5 times a power of ten that is not above `limit`; there is no half of what is counted. */
function decimalStep(limit: number, unit: AxisUnit): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const step = ([5, 4, 2].find((factor) => factor * power <= limit) ?? 1) * power;
  return unit === 'count' ? Math.max(1, step) : step;
}

function roundUp(value: number, unit: AxisUnit): number {
  if (!(value > 0)) return isDecimal(unit) ? 1 : 1024;
  if (!isDecimal(unit)) return niceBytes(value);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

function niceBytes(value: number): number {
  const power = 2 ** Math.floor(Math.log2(value));
  return power * ([1, 1.25, 1.5, 1.75].find((factor) => power * factor >= value) ?? 2);
}
