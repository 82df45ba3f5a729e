// SPDX-License-Identifier: Apache-2.0
/** Says whether a copy of files would leave the host what it keeps free. */

import { fail } from '../../../contract/errors.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import { measureTree } from './copy-tree.ts';

export interface SpaceForCopies {
  /** The helper's folder, on the disk of the layers. */
  readonly state: string;
  /** What is free on that disk, and what the host keeps of it. */
  readonly disk: () => HostDisk;
}

/** Fails with `disk-full` when the disk has less than the files of a folder take, above what the host keeps free. */
export async function requireSpace(
  folder: string,
  { state, disk }: SpaceForCopies,
  signal: AbortSignal,
): Promise<void> {
  const bytes = await measureTree(folder, signal);
  const { freeBytes, reserveBytes } = disk();
  if (bytes > freeBytes - reserveBytes) fail('disk-full', { path: state });
}
