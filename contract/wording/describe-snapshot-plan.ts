// SPDX-License-Identifier: Apache-2.0
/** What window and command line say of the schedule of a container's snapshots. */

import type { SnapshotPlan, SnapshotTimes, weekdays } from '../model/containers/snapshot-schedule.ts';
import { t } from '../text.ts';

/** Describes the plan, such as `every day at 03:00, the newest 7 are kept`. */
export function describeSnapshotPlan({ times, keep }: SnapshotPlan): string {
  const often = describeSnapshotTimes(times);
  return keep === 1
    ? t('{often}, the newest one is kept', { often })
    : t('{often}, the newest {keep} are kept', { often, keep });
}

/** Describes when something is done, such as `every day at 03:00`. */
export function describeSnapshotTimes(times: SnapshotTimes): string {
  switch (times.every) {
    case 'hours':
      return times.hours === 1 ? t('every hour') : t('every {hours} hours', { hours: times.hours });
    case 'day':
      return t('every day at {at}', { at: times.at });
    case 'week':
      return t('every week on {day} at {at}', { day: dayNames[times.on], at: times.at });
  }
}

export const dayNames: Readonly<Record<(typeof weekdays)[number], string>> = {
  monday: t('Monday'),
  tuesday: t('Tuesday'),
  wednesday: t('Wednesday'),
  thursday: t('Thursday'),
  friday: t('Friday'),
  saturday: t('Saturday'),
  sunday: t('Sunday'),
};
