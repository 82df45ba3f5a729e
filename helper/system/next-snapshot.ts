// SPDX-License-Identifier: Apache-2.0
/** Says when the schedule of a container takes its next snapshot. */

import { type SnapshotTimes, weekdays } from '../../contract/model/containers/snapshot-schedule.ts';
import { nextTimeOfDay } from './next-time-of-day.ts';

/** Gives the first time after a moment; both in seconds since the epoch. */
export function nextSnapshotTime(times: SnapshotTimes, after: number): number {
  if (times.every === 'hours') return after + times.hours * 3600;
  let time = nextTimeOfDay(times.at, after);
  if (times.every === 'day') return time;
  while (weekdayOf(time) !== times.on) time = nextTimeOfDay(times.at, time);
  return time;
}

/** Names the day by the clock of the host. */
function weekdayOf(time: number): (typeof weekdays)[number] | undefined {
  return weekdays[(new Date(time * 1000).getDay() + 6) % 7];
}
