// SPDX-License-Identifier: Apache-2.0
/** How much may be unpacked: what the host can spare, of files with owners from 0 on. */

import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { ArchiveLimits } from '../archives/ports.ts';

/** A name of each is kept in memory while an archive is read. */
const maxFiles = 1_000_000;

export function archiveLimits({ freeBytes, reserveBytes, freeInodes, reserveInodes }: HostDisk): ArchiveLimits {
  return {
    maxBytes: Math.max(0, Math.floor(freeBytes - reserveBytes)),
    maxFiles: Math.max(0, Math.min(maxFiles, freeInodes - reserveInodes)),
    ids: { first: 0, count: 65_536 },
  };
}
