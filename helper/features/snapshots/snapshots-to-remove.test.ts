// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import { snapshotsToRemove } from './snapshots-to-remove.ts';

const one = (name: string, createdAt: number, reason: Snapshot['reason'] = 'scheduled') => ({
  name,
  createdAt,
  reason,
});

it('are the oldest of their kind beyond those to be kept, and nothing that a person or a restore took', () => {
  const snapshots = [
    one('e', 5),
    one('by-hand', 1, 'taken'),
    one('before-restore', 2, 'before-restore'),
    one('c', 3),
    one('d', 4),
    one('f', 6),
    one('before-removal', 3, 'before-change'),
    one('before-replacement', 2, 'before-change'),
  ];
  const removed = (kind: 'scheduled' | 'before-change', keep: number) => snapshotsToRemove(snapshots, { kind, keep });
  expect([removed('scheduled', 2), removed('scheduled', 4)]).toEqual([['c', 'd'], []]);
  expect([removed('before-change', 1), removed('before-change', 2)]).toEqual([['before-replacement'], []]);
});
