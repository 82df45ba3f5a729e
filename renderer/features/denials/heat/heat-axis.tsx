// SPDX-License-Identifier: Apache-2.0
/** The times below the heat map. */

import { currentLocale } from '../../../lib/language/t.ts';
import { formatClock } from '../../../lib/moments.ts';
import type { HeatScale } from './heat-scale.ts';

interface HeatAxisProps {
  readonly scale: HeatScale;
  readonly width: number;
}

/** Pixels from one label to the next: the longest label of each kind with air around it. */
const labelRooms = { time: 56, day: 74 } as const;
/**
 * Holds the width of the longest label of each kind, in pixels: a time, a day. A label that would be cut at the end is
 * left out.
 */
const labelWidths = { time: 36, day: 62 } as const;
const steps = [600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600];

export function HeatAxis({ scale, width }: HeatAxisProps) {
  const seconds = scale.slots * scale.slotSeconds;
  const step = steps.find((one) => (one / seconds) * width >= labelRooms[isDay(one) ? 'day' : 'time']) ?? 48 * 3600;
  const first = Math.ceil(localOf(scale.from) / step) * step - localOf(scale.from) + scale.from;
  const times = Array.from(
    { length: Math.max(0, Math.ceil((scale.from + seconds - first) / step)) },
    (_, index) => first + index * step,
  ).filter((time) => (1 - (time - scale.from) / seconds) * width >= labelWidths[isDay(step) ? 'day' : 'time']);
  return (
    <div className="heat-axis" aria-hidden="true">
      {times.map((time) => (
        <span key={time} style={{ left: `${((time - scale.from) / seconds) * 100}%` }}>
          {labelOf(time, step)}
        </span>
      ))}
    </div>
  );
}

/** Whole hours and days are those of the person's zone. */
function localOf(time: number): number {
  return time - new Date(time * 1000).getTimezoneOffset() * 60;
}

function isDay(step: number): boolean {
  return step >= 24 * 3600;
}

function labelOf(time: number, step: number): string {
  if (!isDay(step)) return formatClock(time).slice(0, 5);
  return new Date(time * 1000).toLocaleDateString(currentLocale(), { weekday: 'short', day: 'numeric' });
}
