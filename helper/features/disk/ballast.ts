// SPDX-License-Identifier: Apache-2.0
/**
 * Reserved space in a layer's own file system that the container cannot use. overlayfs creates a folder and a file in
 * it at each mount, and without space for these it mounts read-only: a full container could never be emptied after a
 * reboot.
 */

import { closeSync, constants, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerPlaces } from '../../lxc/places.ts';
import { codeOf } from '../../system/errno.ts';

const ballastBytes = 128 * 1024;
const pathOf = (own: ContainerPlaces): string => join(own.layerMount, 'ballast');

/**
 * Removes the ballast before the overlay is mounted, while no process of the container can write. The space is free
 * when it returns.
 */
export function dropBallast(own: ContainerPlaces): void {
  rmSync(pathOf(own), { force: true });
  const folder = openSync(own.layerMount, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    // ext4 gives removed blocks again once its journal has them.
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Takes the ballast after the overlay is mounted, before the container can write. Where even this has no space, there
 * is none until files are removed.
 */
export function takeBallast(own: ContainerPlaces): void {
  const path = pathOf(own);
  try {
    writeFileSync(path, Buffer.alloc(ballastBytes), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    rmSync(path, { force: true });
    if (code !== 'ENOSPC') throw error;
  }
}
