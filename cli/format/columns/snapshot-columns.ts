// SPDX-License-Identifier: Apache-2.0
/** The columns in which people see the snapshots of a container. */

import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import { formatTime } from '../../../report/format-time.ts';
import { formatBytes } from '../../output/format-quantity.ts';
import { absent, type Column } from '../../output/format-table.ts';

const reasons: Readonly<Record<Snapshot['reason'], string>> = {
  taken: 'taken',
  'before-restore': 'before a restore',
  'before-change': 'before a change',
  scheduled: 'by schedule',
};

/** Says whether the container ran when the snapshot was taken; nobody knows of one that another tool took. */
function stateWords({ wasRunning }: Snapshot): string {
  if (wasRunning === null) return absent;
  return wasRunning ? 'ran' : 'stopped';
}

export const snapshotColumns: readonly Column<Snapshot>[] = [
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'TAKEN', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'SIZE', cell: ({ bytes }) => formatBytes(bytes), isNumber: true },
  { title: 'CONTAINER', cell: stateWords },
  { title: 'WHY', cell: ({ reason }) => reasons[reason] },
];
