// SPDX-License-Identifier: Apache-2.0
/** The size of a file system, and what is free on it. */

import { statfsSync } from 'node:fs';

/** Bytes and inodes. */
export interface DiskAmount {
  readonly bytes: number;
  readonly inodes: number;
}

/** The size of the file system that contains a path, and the free space there for users other than root. */
export function readDisk(path: string): { readonly size: DiskAmount; readonly free: DiskAmount } {
  const { bsize, blocks, bavail, files, ffree } = statfsSync(path);
  return { size: { bytes: blocks * bsize, inodes: files }, free: { bytes: bavail * bsize, inodes: ffree } };
}
