// SPDX-License-Identifier: Apache-2.0
/**
 * Which block devices are whole disks: what is built on others (partitions, RAID, LVM, loops) would count the same
 * bytes twice.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `blockRoot` is `/sys/block`, where only hardware has a `device`. */
export function readDisks(blockRoot: string): readonly string[] {
  try {
    return readdirSync(blockRoot).filter((name) => existsSync(join(blockRoot, name, 'device')));
  } catch {
    return [];
  }
}
