// SPDX-License-Identifier: Apache-2.0
/**
 * Closes a folder of the helper to every user but root: its files belong to root or to containers, set-id programs
 * among them.
 */

import { closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs';
import { hasCode } from '../errno.ts';

const rightsOfOthers = 0o077;

/**
 * Takes all rights of group and others from a folder, where they have some. A folder that is not there needs nothing.
 * Raises what the host says against it.
 */
export function keepPrivate(path: string): void {
  const folder = openIfThere(path);
  if (folder === undefined) return;
  try {
    const { mode } = fstatSync(folder);
    if ((mode & rightsOfOthers) !== 0) fchmodSync(folder, mode & 0o700);
  } finally {
    closeSync(folder);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
