// SPDX-License-Identifier: Apache-2.0
/** The volumes of a container as trees of files whose labels are compared. */

import { closeSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { isWithin } from '../../lxc/system-folders.ts';
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
    openAt(name, path) {
      const volume = (steps.volumesOf(name) ?? []).find(({ target }) => path === target || isWithin(path, target));
      if (volume === undefined) return undefined;
      const { source } = volume;
      const gone = (): never =>
        fail('volume-not-allowed', { path: source, reason: say('the folder that was attached is not there any more') });
      const label = steps.labelOf(source) ?? gone();
      return { volume, folder: openAttached(source) ?? gone(), label };
    },
    openTrees(name) {
      const opened = open(name);
      return { trees: opened.map(volumeTree), close: () => closeAll(opened) };
    },
  };
}

function closeAll(opened: readonly VolumeToCompare[]): void {
  for (const { folder } of opened) closeSync(folder);
}
