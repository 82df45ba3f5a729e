// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a file on a volume as a place only: below the attached folder itself, following no link and entering no other
 * file system.
 */

import { closeSync, constants } from 'node:fs';
import { ErrnoError } from '../../../system/native/errno-error.ts';
import { openBelow, pathOnly, resolve } from '../../../system/native/native.ts';
import { markOf } from '../../../selinux/labels/kept-label.ts';
import { isWithin } from '../../../lxc/system-folders.ts';
import { folderIfAny } from '../admission/volume-source.ts';

const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | resolve.noXdev;

/** Says whether the folder that has this path now is the one that was attached by it. */
export function isAttached(source: string): boolean {
  const folder = openAttached(source);
  if (folder !== undefined) closeSync(folder);
  return folder !== undefined;
}

/** Opens that folder; undefined when another has its path by now, or none. The caller closes it. */
export function openAttached(source: string): number | undefined {
  const folder = folderIfAny(source);
  if (folder === undefined || markOf(folder) === source) return folder;
  closeSync(folder);
  return undefined;
}

/** Undefined when there is no such file. Both are paths of the host. The caller closes it. */
export function openOnVolume(volume: string, path: string): number | undefined {
  const folder = isWithin(path, volume) && path !== volume ? openAttached(volume) : undefined;
  if (folder === undefined) return undefined;
  try {
    return openBelow(folder, path.slice(volume.length + 1), {
      flags: pathOnly | constants.O_NOFOLLOW,
      resolve: within,
    });
  } catch (error) {
    if (error instanceof ErrnoError) return undefined;
    throw error;
  } finally {
    closeSync(folder);
  }
}
