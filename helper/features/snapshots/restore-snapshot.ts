// SPDX-License-Identifier: Apache-2.0
/** Restores a snapshot into the layer of its container, and ends what a crash interrupted. */

import { fail } from '../../../contract/errors.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal, PendingIntent } from '../../journal/intent-journal.ts';
import { readDescription } from '../../lxc/description.ts';
import { layerFolders } from '../../lxc/layer.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { unmountRoot } from '../../lxc/root-mounts.ts';
import { readRuntime } from '../../lxc/runtime.ts';
import { flushTree } from '../../system/files/flush-tree.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { copyTree } from './copy-tree.ts';
import { unfreeze } from './freeze-while.ts';
import {
  checkNewSnapshot,
  clearUnfinished,
  filesOf,
  findSnapshot,
  type KeptSnapshot,
  shown,
} from './snapshot-store.ts';
import { knownSubject, shiftBetween, type Subject, upperOf } from './snapshot-subject.ts';
import type { SnapshotsOptions } from './snapshots-options.ts';
import { chooseSnapshotName, progressOf, takeSnapshot } from './take-snapshot.ts';

export interface Restoring extends Pick<Params<'snapshot.restore'>, 'snapshot' | 'keepPresent'> {
  readonly subject: Subject;
}

/** The caller has the lock of the container. */
export async function* restoreSnapshot(
  host: SnapshotsOptions,
  { subject, snapshot, keepPresent }: Restoring,
  signal: AbortSignal,
): AsyncGenerator<Item<'snapshot.restore'>, Result<'snapshot.restore'>, undefined> {
  const { places, intents, containers } = host;
  const { name, own, image } = subject;
  yield progressOf('check');
  if (readRuntime(places.cgroup, name) !== undefined) fail('container-running', { name });
  const wanted = findSnapshot(name, own, snapshot);
  if (wanted.image !== image)
    fail('container-failed', {
      name,
      reason: say('the snapshot lies on the image {snapshot}, the container on {container}', {
        snapshot: wanted.image,
        container: image,
      }),
    });
  let kept: KeptSnapshot | null = null;
  if (keepPresent) {
    yield progressOf('keep-present');
    const asked = chooseSnapshotName(host, subject, 'before');
    checkNewSnapshot(name, own, asked);
    const taking = { subject, snapshot: asked, reason: 'before-restore' } as const;
    kept = await runToEnd(takeSnapshot(host, taking, signal));
  }
  signal.throwIfAborted();
  const intent = intents.begin({ kind: 'restore-snapshot', subject: name, data: { snapshot } });
  // The restoration goes through from here on: what is interrupted is finished by recovery.
  yield progressOf('clear');
  await clear(subject);
  yield progressOf('copy');
  await writeFiles(subject, wanted);
  yield progressOf('mount');
  await containers.mount(name);
  endRestores(intents, name, intent);
  return { restored: shown(wanted), kept: kept === null ? null : shown(kept) };
}

/** Ends what a crash interrupted. */
export async function finishSnapshotIntent(
  { places, layers }: Pick<SnapshotsOptions, 'places' | 'layers'>,
  intent: PendingIntent<'freeze-container' | 'take-snapshot' | 'restore-snapshot'>,
): Promise<void> {
  const { kind, subject: name } = intent;
  const own = containerPlaces(places, name);
  if (kind === 'freeze-container') {
    unfreeze(places.cgroup, name);
    return;
  }
  if (kind === 'take-snapshot') return clearUnfinished(own);
  const description = readDescription(own.description);
  // Removed since: nothing is left to restore.
  if (description === undefined) return;
  if (readRuntime(places.cgroup, name) !== undefined) fail('container-running', { name });
  const subject = knownSubject(name, description, places);
  const wanted = findSnapshot(name, own, intent.data.snapshot);
  await layers.mount({ name, own }, subject.layer);
  await clear(subject);
  await writeFiles(subject, wanted);
}

async function writeFiles(subject: Subject, kept: KeptSnapshot): Promise<void> {
  const { name, own, idBase } = subject;
  const upper = upperOf(subject);
  const { signal } = new AbortController();
  await copyTree(
    { container: name, from: filesOf(own, kept.name), to: upper, ...shiftBetween(kept.idBase, idBase) },
    signal,
  );
  await flushTree(upper, signal);
}

/** The container's own folders stay: what limits them is theirs. */
async function clear({ name, own, layer }: Subject): Promise<void> {
  await unmountRoot(name, own);
  const { upper, work } = layerFolders(own, layer);
  await mustRunProgram('/usr/bin/find', [upper, work, '-xdev', '-mindepth', '1', '-delete'], {
    timeoutMs: 3600 * 1000,
  });
}

/** Releases the intents of this restore, and of earlier ones of the container that did not end. */
function endRestores(intents: IntentJournal, name: string, last: number): void {
  for (const { id, subject } of intents.pendingOf('restore-snapshot'))
    if (subject === name && id <= last) intents.release(id);
}
