// SPDX-License-Identifier: Apache-2.0
/**
 * Labels of the files in a container's file systems in memory, where the mount gives no label and each file keeps the
 * one with which it was created. Reads only.
 */

import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { labelIfAny, labelOfName } from '../../../selinux/labels/labels.ts';
import { unlessCode } from '../../../system/errno.ts';
import { textOfName } from '../../../system/native/byte-names.ts';
import { openBelow, resolve } from '../../../system/native/native.ts';

export interface TmpfsEntry {
  /** The container sees it there: text that it controls. */
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
  return withFolder(root, inside === '' ? '.' : inside, (folder) => {
    const names = readdirSync(`/proc/self/fd/${folder}`, 'buffer').slice(0, maxEntries);
    const { dev } = fstatSync(folder);
    return [
      ...entryOf({ path: point, isFolder: true }, labelIfAny(folder)),
      ...names.flatMap((name) => {
        const path = Buffer.concat([Buffer.from(`/proc/self/fd/${folder}/`), name]);
        return entryIn({ path, dev }, join(point, textOfName(name)));
      }),
    ];
  });
}

/**
 * Gives the entry if it is of the folder's own file system, and not what is mounted there, such as a device. Nothing is
 * opened.
 */
function entryIn(place: { readonly path: Buffer; readonly dev: number }, path: string): readonly TmpfsEntry[] {
  const status = lstatSync(place.path, { throwIfNoEntry: false });
  if (status?.dev !== place.dev || !(status.isFile() || status.isDirectory())) return [];
  return entryOf(
    { path, isFolder: status.isDirectory() },
    unlessCode(() => labelOfName(place.path), 'ENOENT'),
  );
}

function entryOf(entry: Omit<TmpfsEntry, 'label'>, text: string | undefined): readonly TmpfsEntry[] {
  const label = parseSecurityContext(text ?? '');
  return label === undefined ? [] : [{ ...entry, label }];
}

function withFolder(
  root: number,
  path: string,
  work: (folder: number) => readonly TmpfsEntry[],
): readonly TmpfsEntry[] {
  try {
    const folder = openBelow(root, path, {
      flags: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_DIRECTORY,
      resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
    });
    try {
      return work(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The entry is gone, or another thing by now.
    return [];
  }
}
