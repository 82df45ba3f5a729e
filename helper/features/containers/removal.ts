// SPDX-License-Identifier: Apache-2.0
/**
 * Removes what is left of a container: mounts, layers, LXC's folder. Idempotent: continues where a crash stopped it.
 */

import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { mountPoints, unmountRoot } from '../../lxc/root-mounts.ts';
import { mustRunProgram } from '../../system/programs/run-program.ts';
import type { ContainerPlaces } from '../../lxc/places.ts';
import type { Layers } from './ports/layers.ts';

/**
 * Removes the files that the container wrote, which use most of the space. It must not run; its configuration stays.
 */
export async function emptyLayers(name: string, own: ContainerPlaces, layers: Layers): Promise<void> {
  await unmountAll(name, own, layers);
  await removeTrees(own.upper, own.work, own.layerFile);
}

/**
 * The container must not run. Symbolic links are removed, never followed; a mount that cannot be removed stops the
 * removal.
 */
export async function removeEverything(name: string, own: ContainerPlaces, layers: Layers): Promise<void> {
  await unmountAll(name, own, layers);
  // Nothing writes to it any more. Before its files, which say what limits it.
  layers.release({ name, own });
  await removeTrees(own.folder);
  // Last: as long as the layers are there, recovery knows that the removal has not ended.
  await removeTrees(own.layers);
}

/**
 * Removes by coreutils' rm, which goes down by descriptors: a folder that becomes a link meanwhile leads it nowhere. It
 * enters no other file system.
 */
async function removeTrees(...paths: readonly string[]): Promise<void> {
  await mustRunProgram('/usr/bin/rm', ['-r', '-f', '--one-file-system', '--', ...paths]);
}

async function unmountAll(name: string, own: ContainerPlaces, layers: Layers): Promise<void> {
  await unmountRoot(name, own);
  await layers.unmount({ name, own });
  mustBeUnmounted(name, own);
}

function mustBeUnmounted(name: string, own: ContainerPlaces): void {
  for (const point of mountPoints()) {
    if (point.startsWith(`${own.folder}/`) || point.startsWith(`${own.layers}/`))
      fail('container-failed', {
        name,
        reason: say('{point} is still mounted; unmount it, then remove the container again', { point }),
      });
  }
}
