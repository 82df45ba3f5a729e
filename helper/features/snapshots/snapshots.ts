// SPDX-License-Identifier: Apache-2.0
/** Takes, restores and removes the snapshots of containers, and copies their files into new containers. */

import { keptBeforeChanges, type Snapshot } from '../../../contract/model/containers/snapshot.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import { createFilesOfOthers } from './files-of-others.ts';
import type { FilesOfOthers } from './ports.ts';
import { finishSnapshotIntent, restoreSnapshot } from './restore-snapshot.ts';
import type { ScheduledTake } from './schedule/scheduled-snapshots.ts';
import { checkNewSnapshot, findSnapshot, listSnapshots, removeSnapshot, shown } from './snapshot-store.ts';
import { subjectOf } from './snapshot-subject.ts';
import type { SnapshotsOptions } from './snapshots-options.ts';
import { chooseSnapshotName, progressOf, removeOlder, takeSnapshot } from './take-snapshot.ts';

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
  const { places, intents, containers, disk } = options;
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
        const snapshot = chooseSnapshotName(options, subject, 'scheduled');
        checkNewSnapshot(name, subject.own, snapshot);
        const taken = await runToEnd(takeSnapshot(options, { subject, snapshot, reason: 'scheduled' }, signal));
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
        const snapshot =
          asked ?? chooseSnapshotName(options, subject, before === undefined ? undefined : `before-${before}`);
        checkNewSnapshot(name, subject.own, snapshot);
        const reason = before === undefined ? 'taken' : 'before-change';
        const taken = yield* takeSnapshot(options, { subject, snapshot, reason }, signal);
        if (before !== undefined) await removeOlder(subject, 'before-change', keptBeforeChanges);
        return shown(taken);
      } finally {
        release();
      }
    },

    async *restore(params, signal) {
      const release = containers.claim(params.name, { reason: say('a snapshot of it is being restored') });
      try {
        const subject = await subjectOf(params.name, options);
        return yield* restoreSnapshot(options, { ...params, subject }, signal);
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
          await finishSnapshotIntent(options, intent);
          intents.release(intent.id);
        } catch (error) {
          onTrouble(intent.subject, error);
        }
      }
    },
  };
}
