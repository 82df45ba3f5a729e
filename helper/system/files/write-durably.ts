// SPDX-License-Identifier: Apache-2.0
/** Writes a file so that after a crash there is the old one or the new one, whole, and never a part. */

import { closeSync, fchmodSync, fsync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const synced = promisify(fsync);

/** The folder has to be one that only root can write to. Leaves nothing when it fails. */
export function writeDurably(path: string, text: string | Uint8Array, mode: number): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.new`);
  try {
    const file = openSync(temporary, 'w', mode);
    try {
      // The helper's umask would take some of the mode away otherwise.
      fchmodSync(file, mode);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/**
 * Resolves when files and folders that were written plainly are on the disk: for what an intent undoes as long as they
 * are not.
 * All are opened before it returns, so that none of them can be another by the time it is synced.
 */
export async function untilDurable(paths: readonly string[]): Promise<void> {
  const files: number[] = [];
  try {
    for (const path of paths) files.push(openSync(path, 'r'));
    const results = await Promise.allSettled(files.map((file) => synced(file)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    for (const file of files) closeSync(file);
  }
}
