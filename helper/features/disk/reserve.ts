// SPDX-License-Identifier: Apache-2.0
/**
 * What containers leave free on the host's disk: a part of it by default, or what an administrator wrote into a file.
 */

import { readFileSync } from 'node:fs';
import { hasCode } from '../../system/errno.ts';
import { readDisk } from '../../system/files/read-disk.ts';

export interface Reserve {
  readonly bytes: number;
  readonly inodes: number;
}

export interface DiskSize {
  readonly bytes: number;
  readonly inodes: number;
}

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };
const gibibyte = 2 ** 30;

/**
 * Keeps 5 % of the disk, at least 1 GiB and at most 20 GiB, but never more than a quarter of a small one; and 5 % of
 * its inodes.
 */
export function defaultReserve({ bytes, inodes }: DiskSize): Reserve {
  const wanted = Math.min(20 * gibibyte, Math.max(gibibyte, bytes * 0.05));
  return { bytes: Math.floor(Math.min(wanted, bytes / 4)), inodes: Math.floor(inodes * 0.05) };
}

/**
 * Reads lines such as `reserve = 5G` or `reserve = 10%`, with comments behind `#`. Raises when a line is not
 * understood.
 */
export function parseReserve(text: string, size: DiskSize): Reserve {
  let reserve = defaultReserve(size);
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.replace(/#.*/, '').trim();
    if (content === '') continue;
    const match = /^reserve\s*=\s*(\d+(?:\.\d+)?)\s*(%|[KMGT]?)(?:iB|B)?$/.exec(content);
    if (match === null)
      throw new Error(`cannot read line ${index + 1} of the disk configuration: write reserve = 5G or reserve = 10%`);
    const number = Number(match[1]);
    const bytes = match[2] === '%' ? (size.bytes * number) / 100 : number * (units[match[2] ?? ''] ?? 1);
    reserve = { ...reserve, bytes: Math.floor(Math.min(bytes, size.bytes)) };
  }
  return reserve;
}

/** What a file whose space is allocated at once may take of the disk below this folder now, in bytes. */
export function spendableBytes(folder: string, reserveOf: (size: DiskSize) => Reserve): number {
  const { size, free } = readDisk(folder);
  return Math.max(0, free.bytes - reserveOf(size).bytes);
}

/** Reads the reserve of a disk of this size. An unreadable file is reported to `onTrouble`, and the default holds. */
export function readReserve(path: string, size: DiskSize, onTrouble: (error: unknown) => void): Reserve {
  try {
    return parseReserve(readFileSync(path, 'utf8'), size);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) onTrouble(error);
    return defaultReserve(size);
  }
}
