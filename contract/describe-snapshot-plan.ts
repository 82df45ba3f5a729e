// SPDX-License-Identifier: Apache-2.0
/** What window and command line say of the schedule of a container's snapshots. */

import type { SnapshotPlan, SnapshotTimes } from './model/containers/snapshot-schedule.ts';
import { t } from './text.ts';

/** For example `every day at 03:00, the newest 7 are kept`. */
export function describeSnapshotPlan({ times, keep }: SnapshotPlan): string {
  return `${describeTimes(times)}, the newest ${keep === 1 ? t('one is') : t('{keep} are', { keep })} kept`;
}

function describeTimes(times: SnapshotTimes): string {
  switch (times.every) {
    case 'hours':
      return times.hours === 1 ? t('every hour') : t('every {hours} hours', { hours: times.hours });
    case 'day':
      return t('every day at {at}', { at: times.at });
    case 'week':
      return `every week on ${times.on[0]?.toUpperCase() ?? ''}${times.on.slice(1)} at ${times.at}`;
  }
}
