// SPDX-License-Identifier: Apache-2.0
/** Which snapshots the schedule of a container removes. */

import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';

/** Names of those that a schedule took beyond the newest `keep`, oldest first; what others took is never among them. */
export function snapshotsToRemove(
  snapshots: readonly Pick<Snapshot, 'name' | 'createdAt' | 'reason'>[],
  keep: number,
): readonly string[] {
  return snapshots
    .filter(({ reason }) => reason === 'scheduled')
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(keep)
    .toReversed()
    .map(({ name }) => name);
}
