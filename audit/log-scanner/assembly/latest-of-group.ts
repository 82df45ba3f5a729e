// SPDX-License-Identifier: Apache-2.0
/** Says for each group which of its denials in this part of the log is the latest: it may be the group's sample. */

import { hitGroupsAt, latestSerialsAt, latestTimesAt } from './layout';

/** How many groups have one. */
export let hitGroups: u32 = 0;

/** The latest is so by time, then by serial. */
export function noteInGroup(group: u32, timeMs: f64, serial: f64): void {
  const place = latestTimesAt + group * 8;
  // No record is from before 1970, so a time that is larger by one is none that was not set.
  const time = timeMs + 1;
  const before = load<f64>(place);
  if (before == 0) {
    store<u32>(hitGroupsAt + hitGroups * 4, group);
    hitGroups++;
  } else if (time < before || (time == before && serial <= load<f64>(latestSerialsAt + group * 8))) return;
  store<f64>(place, time);
  store<f64>(latestSerialsAt + group * 8, serial);
}

export function clearHitGroups(): void {
  for (let index: u32 = 0; index < hitGroups; index++)
    store<f64>(latestTimesAt + load<u32>(hitGroupsAt + index * 4) * 8, 0);
  hitGroups = 0;
}
