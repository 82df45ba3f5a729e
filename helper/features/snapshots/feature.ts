// SPDX-License-Identifier: Apache-2.0
/** The snapshots of containers. */

import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { FilesOfOthers } from '../containers/ports.ts';
import { freezeWhile } from './freeze-while.ts';
import { createSnapshots, type SnapshotsOptions } from './snapshots.ts';

export interface SnapshotsFeature {
  readonly handlers: HandlersOf<OperationsOf<'snapshot'>>;
  /** Before the roots of containers are mounted. */
  readonly recovery: { readonly snapshots: RecoveryStep };
  /** For a container under creation. */
  readonly files: FilesOfOthers;
  /** Keeps a container that runs from changing anything, for as long as the act takes. */
  whileStill<T>(name: string, act: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface SnapshotsFeatureOptions extends SnapshotsOptions {
  readonly onTrouble: (container: string, error: unknown) => void;
}

export function createSnapshotsFeature({ onTrouble, ...options }: SnapshotsFeatureOptions): SnapshotsFeature {
  const snapshots = createSnapshots(options);
  return {
    handlers: {
      'snapshot.list': async ({ name }) => ({ snapshots: [...(await snapshots.list(name))] }),
      'snapshot.take': (params, { signal }) => snapshots.take(params, signal),
      'snapshot.restore': (params, { signal }) => snapshots.restore(params, signal),
      'snapshot.remove': async (params) => {
        await snapshots.remove(params);
        return {};
      },
    },
    recovery: { snapshots: () => snapshots.recover(onTrouble) },
    files: snapshots.files,
    whileStill: (name, act, signal) =>
      freezeWhile({ cgroup: options.places.cgroup, name, intents: options.intents }, act, signal),
  };
}
