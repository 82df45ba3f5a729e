// SPDX-License-Identifier: Apache-2.0
/** Finds the change before which a cause of denials was not seen: it is often why there are any. */

import type { Activity } from '../../../contract/model/activity.ts';
import type { PolicyEvent } from '../../../contract/model/policy/policy-event.ts';

/** Seconds before the first denial in which a change counts. */
export const precedingSeconds = 600;

export type PrecedingChange =
  | { readonly kind: 'activity'; readonly time: number; readonly entry: Activity }
  | { readonly kind: 'policy'; readonly time: number; readonly event: PolicyEvent };

interface Seen {
  /** Seconds since the epoch. */
  readonly first: number;
  readonly containers: readonly string[];
}

/**
 * Gives the last change in the ten minutes before the first denial, of its containers or of the host's policy and labels;
 * undefined where there was none. What SELinux itself logged comes after the activity that caused it, which says more.
 */
export function findPrecedingChange(
  { first, containers }: Seen,
  entries: readonly Activity[],
  events: readonly PolicyEvent[],
): PrecedingChange | undefined {
  const isJustBefore = ({ time }: PrecedingChange): boolean => time <= first && time > first - precedingSeconds;
  const done = entries
    .filter((entry) => entry.outcome === 'done' && isChangeOf(entry, containers))
    .map((entry): PrecedingChange => ({ kind: 'activity', time: entry.endedAt ?? entry.begunAt, entry }))
    .filter(isJustBefore);
  const logged = events
    .filter(({ time }) => !entries.some(({ begunAt, endedAt }) => begunAt <= time && time <= (endedAt ?? time)))
    .map((event): PrecedingChange => ({ kind: 'policy', time: event.time, event }))
    .filter(isJustBefore);
  return [...done, ...logged].toSorted((left, right) => right.time - left.time)[0];
}

/** Sessions change nothing by themselves. */
function isChangeOf({ operation, subject, change }: Activity, containers: readonly string[]): boolean {
  if (operation.startsWith('console.')) return false;
  return change !== null || (subject !== null && containers.includes(subject));
}
