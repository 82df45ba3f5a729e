// SPDX-License-Identifier: Apache-2.0
/** Takes, restores and removes the snapshots of containers, and copies their files into new containers. */

import { fail } from '../../../contract/errors.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import { keptBeforeChanges, type Snapshot } from '../../../contract/model/containers/snapshot.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { type SnapshotStep, snapshotStepSchema } from '../../../contract/operations/snapshot.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal, PendingIntent } from '../../journal/intent-journal.ts';
import { layerFolders } from '../../lxc/layer.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { unmountRoot } from '../../lxc/root-mounts.ts';
import { readRuntime } from '../../lxc/runtime.ts';
import { readDescription } from '../../lxc/description.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { flushTree } from '../../system/files/flush-tree.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { Layers } from '../containers/ports/layers.ts';
import { copyTree, measureTree } from './copy-tree.ts';
import { createFilesOfOthers } from './files-of-others.ts';
import { freezeWhile, unfreeze } from './freeze-while.ts';
import type { FilesOfOthers } from './ports.ts';
import { requireSpace } from './require-space.ts';
import type { ScheduledTake } from './schedule/scheduled-snapshots.ts';
import { nameSnapshot } from './snapshot-name.ts';
import { snapshotsToRemove } from './snapshots-to-remove.ts';
import {
  beginSnapshot,
  checkNewSnapshot,
  clearUnfinished,
  filesOf,
  findSnapshot,
  hasSnapshot,
  type KeptSnapshot,
  listSnapshots,
  removeSnapshot,
  shown,
} from './snapshot-store.ts';
import { knownSubject, shiftBetween, type Subject, subjectOf, upperOf } from './snapshot-subject.ts';

export interface SnapshotsOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'claim' | 'exclusively' | 'require' | 'described' | 'mount'>;
  readonly layers: Pick<Layers, 'mount'>;
  /** What is free on the disk of the layers, and what the host keeps of it. */
  readonly disk: () => HostDisk;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export interface Snapshots {
  list(name: string): Promise<readonly Snapshot[]>;
  take(
    params: Params<'snapshot.take'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'snapshot.take'>, Snapshot, undefined>;
  restore(
    params: Params<'snapshot.restore'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'snapshot.restore'>, Result<'snapshot.restore'>, undefined>;
  remove(params: Params<'snapshot.remove'>): Promise<void>;
  /**
   * Takes one as the schedule of the container asks, then removes the oldest that the schedule took beyond the newest
   * `keep`. `onBegin` is called when the container is locked for it.
   */
  takeScheduled(
    name: string,
    options: { readonly keep: number; readonly onBegin: () => void },
    signal: AbortSignal,
  ): Promise<ScheduledTake>;
  readonly files: FilesOfOthers;
  /** Ends what a crash interrupted. Call it before the roots of containers are mounted. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { places, intents, containers, layers, disk, now } = options;

  async function* takeOf(
    subject: Subject,
    snapshot: string,
    reason: Snapshot['reason'],
    signal: AbortSignal,
  ): AsyncGenerator<Item<'snapshot.take'>, KeptSnapshot, undefined> {
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

  function freeName({ own }: Subject, prefix: string | undefined): string {
    return nameSnapshot(prefix, { seconds: now(), exists: (name) => hasSnapshot(own, name) });
  }

  /** Gives how many were removed. */
  async function removeOlder({ own }: Subject, kind: 'scheduled' | 'before-change', keep: number): Promise<number> {
    const older = snapshotsToRemove(listSnapshots(own), { kind, keep });
    for (const one of older) await removeSnapshot(own, one);
    return older.length;
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

  async function* restoreOf(
    subject: Subject,
    { snapshot, keepPresent }: Params<'snapshot.restore'>,
    signal: AbortSignal,
  ): AsyncGenerator<Item<'snapshot.restore'>, Result<'snapshot.restore'>, undefined> {
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
      const asked = freeName(subject, 'before');
      checkNewSnapshot(name, own, asked);
      kept = await runToEnd(takeOf(subject, asked, 'before-restore', signal));
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
    endRestores(name, intent);
    return { restored: shown(wanted), kept: kept === null ? null : shown(kept) };
  }

  /** This restore, and earlier ones of the container that did not end. */
  function endRestores(name: string, last: number): void {
    for (const { id, subject } of intents.pendingOf('restore-snapshot'))
      if (subject === name && id <= last) intents.release(id);
  }

  async function finish(
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

  return {
    async list(name) {
      const { own } = await subjectOf(name, options);
      return listSnapshots(own).map(shown);
    },

    async takeScheduled(name, { keep, onBegin }, signal) {
      const release = containers.claim(name, { reason: say('a snapshot of it is being taken') });
      try {
        onBegin();
        const subject = await subjectOf(name, options);
        const snapshot = freeName(subject, 'scheduled');
        checkNewSnapshot(name, subject.own, snapshot);
        const taken = await runToEnd(takeOf(subject, snapshot, 'scheduled', signal));
        return { taken: shown(taken), removed: await removeOlder(subject, 'scheduled', keep) };
      } finally {
        release();
      }
    },

    async *take({ name, before, snapshot: asked }, signal) {
      yield progressOf('check');
      const release = containers.claim(name, { reason: say('a snapshot of it is being taken') });
      try {
        const subject = await subjectOf(name, options);
        const snapshot = asked ?? freeName(subject, before === undefined ? undefined : `before-${before}`);
        checkNewSnapshot(name, subject.own, snapshot);
        const taken = yield* takeOf(subject, snapshot, before === undefined ? 'taken' : 'before-change', signal);
        if (before !== undefined) await removeOlder(subject, 'before-change', keptBeforeChanges);
        return shown(taken);
      } finally {
        release();
      }
    },

    async *restore(params, signal) {
      const release = containers.claim(params.name, { reason: say('a snapshot of it is being restored') });
      try {
        return yield* restoreOf(await subjectOf(params.name, options), params, signal);
      } finally {
        release();
      }
    },

    async remove({ name, snapshot }) {
      await containers.exclusively(name, { reason: say('a snapshot of it is being removed') }, async () => {
        const { own } = await subjectOf(name, options);
        findSnapshot(name, own, snapshot);
        await removeSnapshot(own, snapshot);
      });
    },

    files: createFilesOfOthers({ places, intents, containers, disk }),

    async recover(onTrouble) {
      for (const intent of intents.leftOf('freeze-container', 'take-snapshot', 'restore-snapshot')) {
        try {
          await finish(intent);
          intents.release(intent.id);
        } catch (error) {
          onTrouble(intent.subject, error);
        }
      }
    },
  };
}

function progressOf(step: SnapshotStep): Item<'snapshot.take'> {
  const steps = snapshotStepSchema().options;
  return { step, fraction: steps.indexOf(step) / steps.length };
}
