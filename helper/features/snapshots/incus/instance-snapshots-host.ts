// SPDX-License-Identifier: Apache-2.0
/** What snapshots of instances depend on. */

import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { Item } from '../../../../contract/operations/index.ts';
import type { SnapshotStep } from '../../../../contract/operations/containers/snapshot.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import type { Containers } from '../../containers/ports/containers.ts';

type InstancesPort = Pick<
  Containers['instances'],
  'client' | 'settled' | 'managed' | 'isRunning' | 'checkLabels' | 'labelFiles'
>;

export interface InstanceSnapshotsHost {
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'claim' | 'exclusively'> & {
    readonly instances: InstancesPort;
  };
  /** Says whether the loaded policy has a context. */
  readonly isContextKnown: (context: string) => boolean;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** Has what the functions of this folder take: the host, and what it can do with instances. */
export type InstanceSnapshotsWork = InstanceSnapshotsHost & InstancesPort;

export type Reason = Snapshot['reason'];

export type Steps = Item<'snapshot.take'>;

const steps: readonly SnapshotStep[] = ['check', 'keep-present', 'copy'];

/** Gives the progress at the beginning of a step. */
export function at(step: SnapshotStep): Steps {
  return { step, fraction: steps.indexOf(step) / steps.length };
}
