// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether a program in a container asks for a restart: by the file that packages of Debian and Ubuntu make for it.
 */

import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';
import { hasCode } from '../../system/errno.ts';

const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks;

/**
 * The roots of LXC's containers, and volumes of Incus, have these types. None of the latter can be mounted in a
 * container.
 */
const typesOfRoots: ReadonlySet<string> = new Set(['overlay', 'ext4', 'xfs', 'btrfs']);

/**
 * Null where it cannot be known. The container says what is mounted where, so only the file systems that it was started
 * with are looked at: another one could keep the helper waiting.
 */
export function readRestartRequired(initPid: number): boolean | null {
  try {
    const types = mountTypes(readFileSync(`/proc/${initPid}/mountinfo`, 'utf8'));
    return withFile(openSync(`/proc/${initPid}/root`, pathOnly | constants.O_DIRECTORY), (root) => {
      if (!typesOfRoots.has(types.get(mountOf(root)) ?? '')) return null;
      const flags = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;
      return withFile(openBelow(root, 'run', { flags, resolve: within }), (run) =>
        types.get(mountOf(run)) === 'tmpfs' ? isThere(run, 'reboot-required') : null,
      );
    });
  } catch {
    // It has ended meanwhile, or has no such folder.
    return null;
  }
}

/** Gives the types by the number of the mount, from the text of a mountinfo. */
export function mountTypes(mountinfo: string): ReadonlyMap<number, string> {
  return new Map(
    mountinfo.split('\n').flatMap((line) => {
      const [left = '', right = ''] = line.split(' - ');
      return line === '' ? [] : [[Number(left.split(' ')[0]), right.split(' ')[0] ?? ''] as const];
    }),
  );
}

function mountOf(file: number): number {
  return Number(/^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${file}`, 'utf8'))?.[1]);
}

function isThere(folder: number, name: string): boolean {
  try {
    const flags = pathOnly | constants.O_NOFOLLOW;
    return withFile(openBelow(folder, name, { flags, resolve: within | resolve.noXdev }), () => true);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function withFile<T>(file: number, act: (file: number) => T): T {
  try {
    return act(file);
  } finally {
    closeSync(file);
  }
}
