// SPDX-License-Identifier: Apache-2.0
/** Takes a snapshot of an instance by Incus, and removes what a failure leaves of it. */

import { randomUUID } from 'node:crypto';
import { fail } from '../../../../contract/errors.ts';
import { keptBeforeChanges, maxSnapshots, type Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import { changeConfig, type IncusInstance, type InstanceName, nameOf } from '../../../incus/incus-instances.ts';
import { listSnapshotsOf, removeSnapshotOf, takeSnapshotOf } from '../../../incus/incus-snapshots.ts';
import { snapshotsToRemove } from '../snapshots-to-remove.ts';
import { type Mark, markKey, markOf } from './instance-snapshot-mark.ts';
import { at, type InstanceSnapshotsWork, type Reason, type Steps } from './instance-snapshots-host.ts';
import { findSnapshot, findFreeName, listSnapshots } from './read-instance-snapshots.ts';

/** Takes one by the name that was asked for, or by a free name. One before a change removes older ones of its kind. */
export async function* takeNamed(
  host: InstanceSnapshotsWork,
  { instance, snapshot: asked, before }: Omit<Params<'snapshot.take'>, 'name'> & { readonly instance: IncusInstance },
  signal: AbortSignal,
): AsyncGenerator<Steps, Snapshot, undefined> {
  const snapshot = asked ?? (await findFreeName(host, instance, before === undefined ? undefined : `before-${before}`));
  yield at('copy');
  const taken = await takeSnapshot(
    host,
    { instance, snapshot, reason: before === undefined ? 'taken' : 'before-change' },
    signal,
  );
  if (before !== undefined) await removeOlder(host, instance);
  return taken;
}

interface Taking {
  readonly instance: IncusInstance;
  readonly snapshot: string;
  readonly reason: Reason;
}

/** Incus takes it at one moment, so a running one has files as after a power failure. */
export async function takeSnapshot(
  host: InstanceSnapshotsWork,
  { instance, snapshot, reason }: Taking,
  signal: AbortSignal,
): Promise<Snapshot> {
  const { client, isRunning, intents } = host;
  const name = nameOf(instance);
  const all = await listSnapshotsOf(client, instance, signal);
  if (all.some((one) => one.name === snapshot)) fail('snapshot-exists', { name, snapshot });
  if (all.length >= maxSnapshots) fail('snapshots-full', { name, max: maxSnapshots });
  const mark: Mark = { id: randomUUID(), name: snapshot, reason, wasRunning: isRunning(instance) };
  const intent = intents.begin({ kind: 'snapshot-instance', subject: name, data: null });
  try {
    await changeConfig(client, instance, { [markKey]: JSON.stringify(mark) });
    await takeSnapshotOf(client, { instance, name: snapshot }, signal);
    signal.throwIfAborted();
  } catch (error) {
    await removeMarked(host, instance, mark);
    throw error;
  } finally {
    await finishTake(host, instance);
    intents.release(intent);
  }
  return findSnapshot(host, instance, snapshot);
}

async function removeMarked(
  { client }: InstanceSnapshotsWork,
  instance: IncusInstance,
  { id, name }: Mark,
): Promise<void> {
  const left = (await listSnapshotsOf(client, instance)).find((one) => markOf(one)?.id === id);
  if (left !== undefined) await removeSnapshotOf(client, instance, name);
}

/** Takes the mark away from the instance's own configuration; the snapshot keeps it. */
export async function finishTake({ client }: InstanceSnapshotsWork, instance: InstanceName): Promise<void> {
  await changeConfig(client, instance, { [markKey]: '' }).catch(unlessNotFound);
}

/** Removes all but the newest of those before changes. */
async function removeOlder(host: InstanceSnapshotsWork, instance: IncusInstance): Promise<void> {
  const { client } = host;
  const older = snapshotsToRemove(await listSnapshots(host, instance), {
    kind: 'before-change',
    keep: keptBeforeChanges,
  });
  for (const one of older) await removeSnapshotOf(client, instance, one);
}

function unlessNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error as Error;
}
