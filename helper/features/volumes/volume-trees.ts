// SPDX-License-Identifier: Apache-2.0
/** The volumes of a container as trees of files whose labels are compared. */

import { closeSync } from 'node:fs';
import { isAttached, openAttached } from './labels/open-on-volume.ts';
import { type VolumeToCompare, volumeTree } from './labels/volume-tree.ts';
import type { VolumeTrees } from './ports.ts';
import type { VolumeSteps } from './volume-steps.ts';

export function createVolumeTrees(steps: Pick<VolumeSteps, 'volumesOf' | 'usersOf' | 'labelOf'>): VolumeTrees {
  function open(name: string): readonly VolumeToCompare[] {
    const opened: VolumeToCompare[] = [];
    try {
      for (const { source } of steps.volumesOf(name) ?? []) {
        const label = isAttached(source) ? steps.labelOf(source) : undefined;
        const folder = label === undefined ? undefined : openAttached(source);
        if (label !== undefined && folder !== undefined) opened.push({ source, folder, label });
      }
      return opened;
    } catch (error) {
      closeAll(opened);
      throw error;
    }
  }

  return {
    volumesOf: steps.volumesOf,
    usersOf: steps.usersOf,
    openTrees(name) {
      const opened = open(name);
      return { trees: opened.map(volumeTree), close: () => closeAll(opened) };
    },
  };
}

function closeAll(opened: readonly VolumeToCompare[]): void {
  for (const { folder } of opened) closeSync(folder);
}
