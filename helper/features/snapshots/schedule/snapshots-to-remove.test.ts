// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import { snapshotsToRemove } from './snapshots-to-remove.ts';

const one = (name: string, createdAt: number, reason: Snapshot['reason'] = 'scheduled') => ({
  name,
  createdAt,
  reason,
});

it('are the oldest that the schedule took beyond those to be kept, and nothing that a person or a restore took', () => {
  const snapshots = [
    one('e', 5),
    one('by-hand', 1, 'taken'),
    one('before-restore', 2, 'before-restore'),
    one('c', 3),
    one('d', 4),
    one('f', 6),
  ];
  expect([snapshotsToRemove(snapshots, 2), snapshotsToRemove(snapshots, 4)]).toEqual([['c', 'd'], []]);
});
