// SPDX-License-Identifier: Apache-2.0
/** Takes a snapshot: a copy of the files that a container has written. */

import type { Snapshot } from '../../../contract/model/containers/snapshot.ts';
import type { Item } from '../../../contract/operations/index.ts';
import { type SnapshotStep, snapshotStepSchema } from '../../../contract/operations/containers/snapshot.ts';
import { readRuntime } from '../../lxc/runtime.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { flushTree } from '../../system/files/flush-tree.ts';
import { copyTree, measureTree } from './copy-tree.ts';
import { freezeWhile } from './freeze-while.ts';
import { requireSpace } from './require-space.ts';
import { nameSnapshot } from './snapshot-name.ts';
import {
  beginSnapshot,
  clearUnfinished,
  hasSnapshot,
  type KeptSnapshot,
  listSnapshots,
  removeSnapshot,
} from './snapshot-store.ts';
import { type Subject, upperOf } from './snapshot-subject.ts';
import type { SnapshotsOptions } from './snapshots-options.ts';
import { snapshotsToRemove } from './snapshots-to-remove.ts';

export interface Taking {
  readonly subject: Subject;
  readonly snapshot: string;
  readonly reason: Snapshot['reason'];
}

/** The caller has the lock of the container. */
export async function* takeSnapshot(
  host: SnapshotsOptions,
  { subject, snapshot, reason }: Taking,
  signal: AbortSignal,
): AsyncGenerator<Item<'snapshot.take'>, KeptSnapshot, undefined> {
  const { places, intents, disk, now } = host;
  const { name, own, image, idBase } = subject;
  const runtime = readRuntime(places.cgroup, name);
  const intent = intents.begin({ kind: 'take-snapshot', subject: name, data: { snapshot } });
  try {
    await clearUnfinished(own);
    await requireSpace(upperOf(subject), { state: places.state, disk }, signal);
    yield progressOf(runtime?.isFrozen === false ? 'freeze' : 'copy');
    const made = beginSnapshot(own, snapshot);
    await freezeWhile(
      { cgroup: places.cgroup, name, intents },
      () => copyTree({ container: name, from: upperOf(subject), to: made.files }, signal),
      signal,
    );
    yield progressOf('write');
    await flushTree(made.files, signal);
    const bytes = await measureTree(made.files, signal);
    const kept = {
      name: snapshot,
      createdAt: now(),
      bytes,
      reason,
      image,
      idBase,
      wasRunning: runtime !== undefined,
    };
    made.finish(kept);
    return { version: 1, ...kept };
  } catch (error) {
    throw asDiskFull(error, places.state);
  } finally {
    // What is unfinished is cleared also when the caller leaves between two steps.
    await clearUnfinished(own);
    intents.release(intent);
  }
}

export function chooseSnapshotName(
  { now }: Pick<SnapshotsOptions, 'now'>,
  { own }: Subject,
  prefix: string | undefined,
): string {
  return nameSnapshot(prefix, { seconds: now(), exists: (name) => hasSnapshot(own, name) });
}

/** Removes the oldest of one kind beyond the newest `keep`. Gives how many were removed. */
export async function removeOlder(
  { own }: Subject,
  kind: 'scheduled' | 'before-change',
  keep: number,
): Promise<number> {
  const older = snapshotsToRemove(listSnapshots(own), { kind, keep });
  for (const one of older) await removeSnapshot(own, one);
  return older.length;
}

export function progressOf(step: SnapshotStep): Item<'snapshot.take'> {
  const steps = snapshotStepSchema().options;
  return { step, fraction: steps.indexOf(step) / steps.length };
}
