// SPDX-License-Identifier: Apache-2.0
/**
 * Space on the helper's disk that is reserved for operations that free space. On a full disk a file is removed, so that
 * such an operation can be recorded and done like any other.
 */

import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '../system/errno.ts';

export interface SpareRoom {
  /** Frees the reserved space where the disk has less than that. */
  give(): void;
  /** Keeps it again, where the disk has some to spare. Never raises. */
  keep(): void;
}

const spareBytes = 256 * 1024;

/** The file at the path is the helper's own. */
export function createSpareRoom(path: string, bytes = spareBytes): SpareRoom {
  function freeBytes(): number {
    const { bsize, bfree } = statfsSync(dirname(path));
    return bsize * bfree;
  }

  return {
    give() {
      if (freeBytes() < bytes) rmSync(path, { force: true });
    },
    keep() {
      try {
        if (freeBytes() > 4 * bytes) writeFileSync(path, Buffer.alloc(bytes), { mode: 0o600, flag: 'wx' });
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return;
        rmSync(path, { force: true });
      }
    },
  };
}
