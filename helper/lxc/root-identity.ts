// SPDX-License-Identifier: Apache-2.0
/**
 * Makes files that were another container's those of a new one: its host name, and a machine id that is made at its
 * first start. The files are a stranger's: no link of theirs is followed, and what is no plain file is left alone.
 */

import { closeSync, constants, fchmodSync, fchownSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { IdRange } from './id-ranges.ts';
import { openBelow, resolve } from '../system/native/native.ts';
import { hasCode } from '../system/errno.ts';

/** What a container's root file system has of its own from the beginning. */
export const hostnameFile = 'etc/hostname';
/** Empty, systemd makes another one. */
const machineIdFile = 'etc/machine-id';

export function giveIdentity(upper: string, named: NewHostname): void {
  withRoot(upper, (root) => {
    rewriteHostname(root, named);
    rewrite(root, { path: machineIdFile, flags: 0 }, () => undefined);
  });
}

export interface NewHostname {
  readonly ids: IdRange;
  readonly hostname: string;
}

/**
 * Writes the host name of a container that does not run; `path` is its mounted root, or the layer of one that is not
 * mounted.
 */
export function writeHostname(path: string, named: NewHostname): void {
  withRoot(path, (root) => rewriteHostname(root, named));
}

function rewriteHostname(root: number, { ids, hostname }: NewHostname): void {
  rewrite(root, { path: hostnameFile, flags: constants.O_CREAT }, (file) => {
    writeSync(file, `${hostname}\n`);
    fchmodSync(file, 0o644);
    fchownSync(file, ids.base, ids.base);
  });
}

function withRoot(path: string, act: (root: number) => void): void {
  const root = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    act(root);
  } finally {
    closeSync(root);
  }
}

/** Empties a plain file, and lets it be written. Does nothing where there is none, or its folder is none. */
function rewrite(
  root: number,
  { path, flags }: { readonly path: string; readonly flags: number },
  write: (file: number) => void,
): void {
  let file: number;
  try {
    // The opening does not block: where the name is a pipe's, nobody would read from it.
    file = openBelow(root, path, {
      flags: constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | flags,
      // The kernel takes a mode for a new file only.
      mode: flags === 0 ? 0 : 0o644,
      resolve: resolve.beneath | resolve.noSymlinks | resolve.noXdev,
    });
  } catch (error) {
    // A whiteout is a device that is not there.
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EXDEV', 'ENXIO', 'ENODEV', 'EISDIR', 'EACCES')) return;
    throw error;
  }
  try {
    if (!fstatSync(file).isFile()) return;
    ftruncateSync(file);
    write(file);
  } finally {
    closeSync(file);
  }
}
