// SPDX-License-Identifier: Apache-2.0
/**
 * The mounts of a volume. On the host the folder is mounted on itself without set-id and devices, since root of a
 * container owns what it writes there as the host's root would. For the container it is mounted a second time below
 * LXC's folder, with its ids mapped; LXC binds that and never sees the source.
 */

import { chmodSync, closeSync, constants, existsSync, fchownSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { openRoot } from '../../selinux/labels/walk-tree.ts';
import { bindFolder, detachMount, mountAttribute } from '../../system/native/mounts.ts';
import { openBelow, resolve } from '../../system/native/native.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import { mustRunProgram, runProgram } from '../../system/programs/run-program.ts';
import { folderIfAny } from './admission/volume-source.ts';
import { hasCode, codeOf } from '../../system/errno.ts';

const { readOnly, noSetuid, noDevices, noDirectoryTimes } = mountAttribute;
const harmless = noSetuid | noDevices;

/** Makes the folder harmless where the host sees it. Idempotent. */
export function bindOnItself(source: string, folder: number): void {
  if (!isBoundOnItself(source)) bindFolder({ folder, target: folder, attributes: harmless | noDirectoryTimes });
}

/**
 * Removes that mount, when the folder that has this path now is where the mount is: a path that leads elsewhere by now
 * unmounts nothing there.
 */
export function unbindFromItself(source: string): void {
  const folder = isBoundOnItself(source) ? folderIfAny(source) : undefined;
  if (folder === undefined) return;
  try {
    if (mountPointOf(folder) === source) detachMount(folder);
  } finally {
    closeSync(folder);
  }
}

export interface StagedMount {
  readonly folder: number;
  readonly place: string;
  readonly ids: IdRange;
  readonly isReadOnly: boolean;
}

/**
 * Makes the mount. The container's own root walks to this path, and no other user can enter it: LXC's folder above it
 * is closed. Idempotent.
 */
export function stage({ folder, place, ids, isReadOnly }: StagedMount): void {
  if (mountsAt(place).length > 0) return;
  mkdirSync(place, { recursive: true });
  chmodSync(dirname(place), 0o711);
  bindFolder({ folder, target: place, ids, attributes: harmless | (isReadOnly ? readOnly : 0) });
}

export async function unstage(place: string): Promise<void> {
  if (mountsAt(place).length > 0) await unmount(place);
  // Never what is in it: were it mounted still, that would be the volume's.
  if (existsSync(place)) rmdirSync(place);
}

/**
 * The folder of the container on which the volume is mounted, created where it is missing. No link is followed: a
 * container's path may lead anywhere.
 */
export function makeTarget(root: string, target: string, owner: number): void {
  const parts = target.split('/').slice(1);
  let folder =
    openRoot(root) ??
    fail('volume-not-allowed', { path: target, reason: say('the root of the container, {root}, is gone', { root }) });
  try {
    for (const part of parts) {
      const next = openOrMake(folder, part, { target, owner });
      closeSync(folder);
      folder = next;
    }
  } finally {
    closeSync(folder);
  }
}

function openOrMake(
  folder: number,
  part: string,
  { target, owner }: { readonly target: string; readonly owner: number },
): number {
  const how = {
    flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
    resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | resolve.noXdev,
  };
  try {
    return openBelow(folder, part, how);
  } catch (error) {
    if (!hasCode(error, 'ENOENT'))
      fail('volume-not-allowed', {
        path: target,
        reason: say('{part} in the container is a link, a mount or no folder ({code})', {
          part,
          code: codeOf(error) ?? String(error),
        }),
      });
  }
  mkdirSync(`/proc/self/fd/${folder}/${part}`, { mode: 0o755 });
  const made = openBelow(folder, part, how);
  fchownSync(made, owner, owner);
  return made;
}

async function unmount(point: string): Promise<void> {
  const { code } = await runProgram('/usr/bin/umount', ['--no-canonicalize', '--', point]);
  // Something of the host still looks into it: the mount goes when that has ended.
  if (code !== 0) await mustRunProgram('/usr/bin/umount', ['--no-canonicalize', '--lazy', '--', point]);
}

/** Says where the mount is on which a descriptor was opened. */
function mountPointOf(fd: number): string | undefined {
  const id = /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
  const line = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((one) => one.split(' ')[0] === id);
  const point = line?.split(' ')[4];
  return point === undefined ? undefined : unescaped(point);
}

/** The topmost mount there is Bulkhead's when it has the mark. */
function isBoundOnItself(source: string): boolean {
  const options = mountsAt(source).at(-1)?.split(',') ?? [];
  return ['nosuid', 'nodev', 'nodiratime'].every((option) => options.includes(option));
}

/** Options of the mounts on a point, the topmost last. */
function mountsAt(point: string): readonly string[] {
  const table = readFileSync('/proc/self/mountinfo', 'utf8');
  return table.split('\n').flatMap((line) => {
    const [, , , , at, options = ''] = line.split(' ');
    return at !== undefined && unescaped(at) === point ? [options] : [];
  });
}

/** mountinfo writes space, tab, newline and backslash as octal numbers, byte by byte. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
