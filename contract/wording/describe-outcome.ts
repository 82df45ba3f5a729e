// SPDX-License-Identifier: Apache-2.0
/** What the outcome of an entry of the activity log hides, in words that window and command line share. */

import type { Activity } from '../model/activity.ts';

/** A session that was over when somebody came back to it, as with its helper: nobody failed. */
export function hadEndedBefore({ operation, outcome }: Pick<Activity, 'operation' | 'outcome'>): boolean {
  return operation === 'console.attach' && outcome === 'failed';
}
