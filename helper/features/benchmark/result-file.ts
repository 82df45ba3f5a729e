// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the few lines that the measuring tool wrote below a folder which a container may have changed: through no link,
 * and not more than they can be.
 */

import { closeSync, constants, openSync, readSync } from 'node:fs';
import { openBelow, resolve } from '../../system/native/native.ts';
import { hasCode } from '../../system/errno.ts';

const maxBytes = 64 * 1024;

/** Undefined when there is no such file. */
export function readResult(folder: string, path: string): string | undefined {
  const root = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const file = openBelow(root, path, {
      flags: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
    });
    try {
      const buffer = Buffer.alloc(maxBytes);
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, maxBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  } finally {
    closeSync(root);
  }
}
