// SPDX-License-Identifier: Apache-2.0
/** What window and command line say of the schedule of a container's snapshots. */

import type { SnapshotPlan, SnapshotTimes } from './model/containers/snapshot-schedule.ts';

/** For example `every day at 03:00, the newest 7 are kept`. */
export function describeSnapshotPlan({ times, keep }: SnapshotPlan): string {
  return `${describeTimes(times)}, the newest ${keep === 1 ? 'one is' : `${keep} are`} kept`;
}

function describeTimes(times: SnapshotTimes): string {
  switch (times.every) {
    case 'hours':
      return times.hours === 1 ? 'every hour' : `every ${times.hours} hours`;
    case 'day':
      return `every day at ${times.at}`;
    case 'week':
      return `every week on ${times.on[0]?.toUpperCase() ?? ''}${times.on.slice(1)} at ${times.at}`;
  }
}
