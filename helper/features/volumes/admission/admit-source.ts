// SPDX-License-Identifier: Apache-2.0
/**
 * Which folders of the host may become volumes: data folders, folders that an administrator lists, and folders of the
 * caller. Everything else is denied, known or not, since root of the container is root of all files in it. Folders of
 * the system stay excluded in any case (volume-source.ts).
 */

import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { fail } from '../../../../contract/errors.ts';
import { namedVolumeOfSource } from '../../../../contract/model/containers/named-volume.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { ErrnoError } from '../../../system/native/errno-error.ts';
import { openBelow, pathOnly, resolve } from '../../../system/native/native.ts';
import { type VolumeList, volumeListPath } from './volume-list.ts';
import { isWithin } from '../../../lxc/system-folders.ts';
import { problemOfSource } from './volume-source.ts';
import type { Giver } from '../../containers/ports/containers.ts';

export interface SourceToAdmit {
  readonly path: string;
  /**
   * The folder itself, open. Undefined while only its path is judged, so that nobody learns whether a folder exists
   * that he may not give.
   */
  readonly folder?: number;
  readonly by: Giver;
  readonly list: VolumeList;
}

/** Folders that hold data: what is below them may be given. */
export const dataFolders = ['/srv', '/mnt', '/media', '/opt'];
const othersMayWrite = 0o022;
const othersMayEnter = 0o001;

/** Fails with `volume-not-allowed`, and says what would be allowed. */
export function admitSource(source: SourceToAdmit): void {
  const problem = problemOfSource(source.path) ?? problemOfGiving(source);
  if (problem !== undefined) fail('volume-not-allowed', { path: source.path, reason: problem });
}

/** Why it may not be given, as the end of a sentence; undefined when it may be given. */
export function problemOfGiving({ path, folder, by, list }: SourceToAdmit): Words | undefined {
  if (namedVolumeOfSource(path) !== undefined) return undefined;
  if (dataFolders.some((data) => isWithin(path, data) && path !== data)) return undefined;
  if (list.folders.some((listed) => isWithin(path, listed))) return undefined;
  const problem = problemOfOwnFolder(path, folder, by);
  if (problem === undefined) return undefined;
  const values = { dataFolders: dataFolders.join(', '), volumeListPath, problem };
  return list.problem === undefined
    ? say(
        'it lies below none of {dataFolders}, nor below what {volumeListPath} lists, ' +
          'and is no folder of your own: {problem}; use such a folder, or have an administrator list this one',
        values,
      )
    : say(
        'it lies below none of {dataFolders}, nor below what {volumeListPath} lists (ignored now: {ignored}), ' +
          'and is no folder of your own: {problem}; use such a folder, or have an administrator list this one',
        { ...values, ignored: list.problem },
      );
}

/**
 * A folder of the user's own, where no other user could replace any part of its path. Folders below one that fails this
 * are not examined.
 */
function problemOfOwnFolder(path: string, folder: number | undefined, { uid }: Giver): Words | undefined {
  if (uid === 0) return say('what belongs to root has to be listed');
  const parts = path.split('/').slice(1);
  const opened = [openSync('/', constants.O_RDONLY | constants.O_DIRECTORY)];
  try {
    for (const [index, part] of parts.entries()) {
      const next = openNext(opened.at(-1) ?? -1, part);
      if (next === undefined) return say('there is no such folder on the host');
      opened.push(next);
      const [name, status] = [`/${parts.slice(0, index + 1).join('/')}`, fstatSync(next)];
      const isLast = index === parts.length - 1;
      if (status.uid !== uid && (isLast || status.uid !== 0))
        return say('{name} belongs to the user {uid}', { name, uid: status.uid });
      if ((status.mode & othersMayWrite) !== 0) return say('others may write to {name}', { name });
      if (status.uid !== uid && (status.mode & othersMayEnter) === 0) return say('{name} is closed to you', { name });
      if (isLast && folder !== undefined && !isSame(status, fstatSync(folder)))
        return say('{name} was exchanged meanwhile', { name });
    }
    return undefined;
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

/** Undefined for a missing path, for a link, and for what is not a folder. */
function openNext(folder: number, part: string): number | undefined {
  try {
    return openBelow(folder, part, {
      flags: pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW,
      resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
    });
  } catch (error) {
    if (error instanceof ErrnoError) return undefined;
    throw error;
  }
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
