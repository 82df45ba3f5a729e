// SPDX-License-Identifier: Apache-2.0
/**
 * Labels of the files in a container's file systems in memory, where the mount gives no label and each file keeps the
 * one with which it was created. Reads only.
 */

import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { labelIfAny } from '../../../selinux/labels/labels.ts';
import { openBelow, resolve } from '../../../system/native/native.ts';

export interface TmpfsEntry {
  /** As the container sees it: text that it controls. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly label: SecurityContext;
}

const maxMounts = 16;
const maxEntries = 64;

/**
 * The mounts themselves, and of what is right in them the first few: files and folders only, since to open anything
 * else may do something.
 */
export function readTmpfsEntries(initPid: number): readonly TmpfsEntry[] {
  try {
    const root = openSync(`/proc/${initPid}/root`, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      const points = tmpfsPoints(readFileSync(`/proc/${initPid}/mountinfo`, 'utf8')).slice(0, maxMounts);
      return points.flatMap((point) => entriesOf(root, point));
    } finally {
      closeSync(root);
    }
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Mount points of file systems in memory, of the text of a mountinfo; a label by `context=` needs no look at files. */
export function tmpfsPoints(mountinfo: string): readonly string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [type, , options = ''] = right.split(' ');
    const point = left.split(' ')[4];
    if (type !== 'tmpfs' || point === undefined || point.includes('\\') || /(?:^|,)context=/.test(options)) return [];
    return [point];
  });
}

function entriesOf(root: number, point: string): readonly TmpfsEntry[] {
  const inside = point.replace(/^\/+/, '');
  return withBelow(root, inside === '' ? '.' : inside, 0, constants.O_DIRECTORY, (folder) => {
    const names = readdirSync(`/proc/self/fd/${folder}`).slice(0, maxEntries);
    return [...entryOf(folder, point, true), ...names.flatMap((name) => entryIn(folder, point, name))];
  });
}

/** Never across another mount, such as that of a device. */
function entryIn(folder: number, point: string, name: string): readonly TmpfsEntry[] {
  const status = lstatSync(`/proc/self/fd/${folder}/${name}`, { throwIfNoEntry: false });
  if (status === undefined || !(status.isFile() || status.isDirectory())) return [];
  return withBelow(folder, name, resolve.noXdev, 0, (file) => entryOf(file, join(point, name), status.isDirectory()));
}

function entryOf(file: number, path: string, isFolder: boolean): readonly TmpfsEntry[] {
  const label = parseSecurityContext(labelIfAny(file) ?? '');
  return label === undefined ? [] : [{ path, isFolder, label }];
}

function withBelow(
  folder: number,
  path: string,
  further: number,
  flags: number,
  work: (file: number) => readonly TmpfsEntry[],
): readonly TmpfsEntry[] {
  try {
    const file = openBelow(folder, path, {
      flags: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | flags,
      mode: 0,
      resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | further,
    });
    try {
      return work(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Gone, or another thing by now.
    return [];
  }
}
