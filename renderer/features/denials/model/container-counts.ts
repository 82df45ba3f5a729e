/** Denials counted by slices of time: for the heat strip, and for "in the last hour". */

import type { DenialEvent } from '../../../../contract/model/denial.ts';

export interface HeatSlice {
  readonly from: number;
  readonly to: number;
  readonly stopped: number;
  readonly noted: number;
}

export interface HeatRange {
  readonly from: number;
  readonly to: number;
  readonly slices: number;
}

export function countBySlice(events: readonly DenialEvent[], range: HeatRange): readonly HeatSlice[] {
  const width = (range.to - range.from) / range.slices;
  const counts = Array.from({ length: range.slices }, () => ({ stopped: 0, noted: 0 }));
  for (const event of events) {
    if (event.time < range.from || event.time >= range.to) continue;
    const slice = counts[Math.min(range.slices - 1, Math.floor((event.time - range.from) / width))];
    if (slice === undefined) continue;
    if (event.permissive === true) slice.noted += 1;
    else slice.stopped += 1;
  }
  return counts.map((count, index) => ({
    ...count,
    from: range.from + index * width,
    to: range.from + (index + 1) * width,
  }));
}

/** Events since `from`, by container. Events of the host itself are left out. */
export function countByContainer(events: readonly DenialEvent[], from: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.time < from || event.container === null) continue;
    counts.set(event.container, (counts.get(event.container) ?? 0) + 1);
  }
  return counts;
}
