// SPDX-License-Identifier: Apache-2.0
/** Which snapshots are removed because newer ones of their kind are enough. */

import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';

/** Names of those of a kind beyond the newest `keep`, oldest first; those of another kind are never among them. */
export function snapshotsToRemove(
  snapshots: readonly Pick<Snapshot, 'name' | 'createdAt' | 'reason'>[],
  { kind, keep }: { readonly kind: 'scheduled' | 'before-change'; readonly keep: number },
): readonly string[] {
  return snapshots
    .filter(({ reason }) => reason === kind)
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(keep)
    .toReversed()
    .map(({ name }) => name);
}
