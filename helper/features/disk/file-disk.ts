// SPDX-License-Identifier: Apache-2.0
/**
 * A file system of its own in a file: for a host whose file system has no project quota. All of its space is allocated at
 * its creation, so that a full disk of the host cannot break a mounted file system.
 */

import { mkdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { majorOf, minorOf } from '../../cgroup/io-limits.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import type { FileLayer } from '../../lxc/layer.ts';
import { mustRunProgram, ProgramError, type ProgramOptions } from '../../system/programs/run-program.ts';

export interface FileDisk {
  readonly file: string;
  /** The file system is mounted there. */
  readonly mountPoint: string;
  /** The one label of all its files; undefined where each has its own. */
  readonly label?: string;
  /** Fails, with what a program said that could not prepare it. */
  readonly onFailure: (output: string) => never;
}

const program = {
  allocate: '/usr/bin/fallocate',
  format: '/usr/sbin/mke2fs',
  mount: '/usr/bin/mount',
  loop: '/usr/sbin/losetup',
  resize: '/usr/sbin/resize2fs',
};
/** The least bytes of a file system for each inode: more inodes would leave no space for files. */
const bytesPerInode = 8192;
/** A cluster has 4 KiB. */
const reservedClusters = 256;

/** Creates the file with its file system; the caller removes both when it fails. */
export async function makeFileDisk(disk: FileDisk, { bytes, inodes }: FileLayer, signal: AbortSignal): Promise<void> {
  await run(disk, [program.allocate, '--length', String(bytes), '--', disk.file], { signal });
  const options = ['lazy_itable_init=1', 'lazy_journal_init=1', 'assume_storage_prezeroed=1', 'nodiscard'].join(',');
  // There is no root of the host inside whom a reserve would be for (-m 0).
  await run(
    disk,
    [
      program.format,
      '-q',
      '-F',
      '-t',
      'ext4',
      '-b',
      '4096',
      '-m',
      '0',
      '-N',
      String(inodes),
      '-E',
      options,
      '--',
      disk.file,
    ],
    { signal },
  );
}

/** Mounts it where it is not mounted. */
export async function mountFileDisk(disk: FileDisk): Promise<void> {
  const { mountPoint, label } = disk;
  if (mountPoints().has(mountPoint)) return;
  mkdirSync(mountPoint, { recursive: true, mode: 0o700 });
  const options = ['loop', 'nosuid', 'nodev', 'noatime', ...(label === undefined ? [] : [`context="${label}"`])].join(
    ',',
  );
  await run(disk, [program.mount, '--types', 'ext4', '--options', options, '--', disk.file, disk.mountPoint]);
  boundReserve(disk);
}

/**
 * ext4 reserves clusters for its own bookkeeping, 2 % of a file system's size when it is mounted. One that has grown
 * since it was mounted and then filled would have no space at its next mount, not even for root: so the reservation is
 * the same small number at each mount.
 */
function boundReserve({ mountPoint }: FileDisk): void {
  const { dev } = statSync(mountPoint);
  const device = basename(readlinkSync(`/sys/dev/block/${majorOf(dev)}:${minorOf(dev)}`));
  writeFileSync(`/sys/fs/ext4/${device}/reserved_clusters`, String(reservedClusters));
}

/**
 * Enlarges it while it is mounted, and in use. Only what was allocated counts, so a failure leaves a whole file system.
 */
export async function growFileDisk(disk: FileDisk, bytes: number): Promise<void> {
  if (statSync(disk.file).size < bytes) await run(disk, [program.allocate, '--length', String(bytes), '--', disk.file]);
  await mountFileDisk(disk);
  const device =
    (await run(disk, [program.loop, '--noheadings', '--output', 'NAME', '--associated', disk.file]))
      .trim()
      .split('\n')[0] ?? '';
  await run(disk, [program.loop, '--set-capacity', device]);
  await run(disk, [program.resize, device]);
  boundReserve(disk);
}

/** Fails with the program's message, in words; with `disk-full` where there is no space. */
async function run(
  { file: path, onFailure }: FileDisk,
  [file, ...args]: readonly [string, ...string[]],
  options: ProgramOptions = {},
): Promise<string> {
  try {
    return await mustRunProgram(file, args, options);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    if (error.lastOutput.includes('No space left on device')) fail('disk-full', { path: dirname(path) });
    return onFailure(error.lastOutput === '' ? error.message : error.lastOutput);
  }
}

/** The number of inodes with which a file system of this size is created, when this number is requested. */
export function inodesOfFile(bytes: number, wanted: number | null): number {
  const most = Math.floor(bytes / bytesPerInode);
  return wanted === null ? most : Math.min(wanted, most);
}
