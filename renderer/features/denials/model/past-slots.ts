// SPDX-License-Identifier: Apache-2.0
/** Cuts a time in the past into slots in which denials are counted. */

import type { TimeRange } from '../../../lib/time-range.ts';

export interface PastSlots extends TimeRange {
  readonly slots: number;
  readonly slotMinutes: number;
}

const hourMinutes = 60;
const slotSizes = [1, 5, hourMinutes, 2 * hourMinutes];
const maxSlots = 100;
/** The helper counts by whole hours what is older than that. */
const minutesKeptSeconds = 8 * 3600;
/** Limits the time for which denials are counted at all. */
export const denialsKeptSeconds = 8 * 86_400;

/** Says whether the time begins where denials are no longer counted by minutes. */
export function isCountedByHours({ from }: TimeRange, now: number): boolean {
  return from < now - minutesKeptSeconds;
}

/** Begins and ends with whole slots, so that each count is of a time that is shown. */
export function pastSlots({ from, to }: TimeRange, isByHours: boolean): PastSlots {
  const least = isByHours ? hourMinutes : 1;
  const slotMinutes =
    slotSizes.find((size) => size >= least && (to - from) / (size * 60) <= maxSlots) ?? 2 * hourMinutes;
  const size = slotMinutes * 60;
  const end = Math.ceil(to / size) * size;
  const begin = Math.max(Math.floor(from / size) * size, end - 4 * maxSlots * size);
  return { from: begin, to: end, slots: (end - begin) / size, slotMinutes };
}
