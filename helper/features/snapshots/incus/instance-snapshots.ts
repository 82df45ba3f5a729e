// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots of an instance of Incus. Incus keeps the files and the configuration of that moment, and brings both back:
 * here the configuration stays as it is, so that a restore changes neither limits nor the context.
 */

import { say, type Words } from '../../../../contract/text.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { removeSnapshotOf } from '../../../incus/incus-snapshots.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { Snapshots } from '../snapshots.ts';
import { at, type InstanceSnapshotsHost, type InstanceSnapshotsWork, type Steps } from './instance-snapshots-host.ts';
import { findSnapshot, listSnapshots } from './read-instance-snapshots.ts';
import { finishRestore, restoreSnapshot } from './restore-instance-snapshot.ts';
import { finishTake, takeNamed } from './take-instance-snapshot.ts';

export interface InstanceSnapshots extends Pick<Snapshots, 'list' | 'take' | 'restore' | 'remove'> {
  /** Ends what a crash interrupted; in the background, since Incus may not answer. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

export function createInstanceSnapshots(options: InstanceSnapshotsHost): InstanceSnapshots {
  const host: InstanceSnapshotsWork = { ...options, ...options.containers.instances };
  const { intents, containers, client, managed, settled } = host;

  return {
    list: (name) => listSnapshots(host, managed(name)).catch((error: unknown) => failByIncus(name, error)),
    take: (params, signal) =>
      locked(host, { name: params.name, reason: say('a snapshot of it is being taken') }, (instance) =>
        takeNamed(host, { ...params, instance }, signal),
      ),
    restore: (params, signal) =>
      locked(host, { name: params.name, reason: say('a snapshot of it is being restored') }, (instance) =>
        restoreSnapshot(host, { ...params, instance }, signal),
      ),
    remove: ({ name, snapshot }) =>
      containers.exclusively(name, { reason: say('a snapshot of it is being removed') }, async () => {
        const instance = managed(name);
        try {
          await findSnapshot(host, instance, snapshot);
          await removeSnapshotOf(client, instance, snapshot);
        } catch (error) {
          failByIncus(name, error);
        }
      }),
    async recover(onTrouble) {
      for (const intent of intents.leftOf('snapshot-instance', 'restore-instance')) {
        const { subject } = intent;
        try {
          await settled(neverAborts);
          await containers.exclusively(subject, { reason: say('a snapshot of it is being restored') }, () =>
            intent.kind === 'restore-instance'
              ? finishRestore(host, managed(subject), intent.data)
              : finishTake(host, managed(subject)),
          );
          intents.release(intent.id);
        } catch (error) {
          onTrouble(subject, error);
        }
      }
    },
  };
}

/** The steps, with words for what Incus says, while nobody else changes the container. */
async function* locked<T>(
  { containers, managed }: InstanceSnapshotsWork,
  { name, reason }: { readonly name: string; readonly reason: Words },
  steps: (instance: IncusInstance) => AsyncGenerator<Steps, T, undefined>,
): AsyncGenerator<Steps, T, undefined> {
  yield at('check');
  const release = containers.claim(name, { reason });
  try {
    return yield* steps(managed(name));
  } catch (error) {
    failByIncus(name, error);
  } finally {
    release();
  }
}
