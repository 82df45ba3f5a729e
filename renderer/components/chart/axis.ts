/** Round numbers for the axes. */

import type { TimeRange } from './line-path.ts';

export type AxisUnit = 'percent' | 'bytes' | 'rate';

/** The smallest round number that holds the value: 1, 2, 5 times ten, or a power of two for bytes. */
export function niceMaximum(value: number, unit: AxisUnit): number {
  if (!(value > 0)) return unit === 'percent' ? 1 : 1024;
  if (unit !== 'percent') return niceBytes(value);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

/** Whole minutes, or parts of them for short ranges; four to seven within the range. */
export function timeTicks({ from, to }: TimeRange): readonly number[] {
  const step = [1, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600].find((seconds) => (to - from) / seconds <= 6) ?? 7200;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

function niceBytes(value: number): number {
  const power = 2 ** Math.floor(Math.log2(value));
  return power === value ? power : power * 1.5 >= value ? power * 1.5 : power * 2;
}
