// SPDX-License-Identifier: Apache-2.0
/**
 * Copies the whole root of an instance of Incus, as files whose owners begin with 0. One that runs is frozen meanwhile; one
 * that does not is mounted by Incus.
 */

import { closeSync } from 'node:fs';
import { say } from '../../../contract/text.ts';
import { openShifted } from '../../system/native/mounts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { ContainerRoot } from '../containers/ports/roots.ts';
import type { FilesOfOthers } from '../snapshots/ports.ts';

export interface InstanceCopying {
  readonly containers: Pick<Containers, 'exclusively' | 'openRoot'>;
  readonly files: Pick<FilesOfOthers, 'copyTree'>;
  /** Keeps one that runs from changing anything, for as long as the act takes. */
  readonly whileStill: (name: string, act: () => Promise<void>, signal: AbortSignal) => Promise<void>;
}

const ownIds = { base: 0, count: 65_536 };

/** `upper` is created. Fails as `openRoot`, with `disk-full`, and with `container-failed` where files cannot be copied. */
export async function copyInstance(
  { name, upper }: { readonly name: string; readonly upper: string },
  { containers, files, whileStill }: InstanceCopying,
  signal: AbortSignal,
): Promise<void> {
  await containers.exclusively(name, { reason: say('its files are being copied') }, async () => {
    const root = await containers.openRoot(name, signal);
    try {
      await withOwnIds(root, (folder) =>
        whileStill(
          name,
          // Programs are given this path, and have no descriptors of the helper.
          () => files.copyTree(`/proc/${process.pid}/fd/${folder}/.`, { name, upper, ids: ownIds }, signal),
          signal,
        ),
      );
    } finally {
      root.close();
    }
  });
}

/** Calls with the folder, or where owners begin elsewhere with a mount of it in which they begin with 0. */
async function withOwnIds({ folder, base }: ContainerRoot, act: (folder: number) => Promise<void>): Promise<void> {
  if (base === 0) return act(folder);
  const shifted = openShifted(folder, { first: base, ...ownIds });
  try {
    await act(shifted);
  } finally {
    closeSync(shifted);
  }
}
