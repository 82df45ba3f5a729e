// SPDX-License-Identifier: Apache-2.0

import type { SnapshotStep } from '../../contract/operations/containers/snapshot.ts';

/** What the steps of a snapshot and of a restore do. */
export const snapshotWords: Readonly<Record<SnapshotStep, string>> = {
  check: 'checking what was asked for',
  'keep-present': 'taking a snapshot of the present files',
  freeze: 'freezing it and copying its files',
  clear: 'removing the present files',
  copy: 'copying the files',
  write: 'writing them to the disk',
  mount: 'mounting its root',
};
