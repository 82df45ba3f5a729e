/**
 * Which folders of the host may become volumes: what is meant for data, what an administrator lists, and what belongs to whoever asks. Everything else is
 * denied, known or not, since root of the container is root of all files in it. Folders of the system stay out in any case (volume-source.ts).
 */

import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { Giver } from '../host.ts';
import { openBelow, resolve } from '../native/native.ts';
import { type VolumeList, volumeListPath } from './volume-list.ts';
import { isWithin } from './volume-source.ts';

export interface SourceToAdmit {
  readonly path: string;
  /** The folder itself, open. */
  readonly folder: number;
  readonly by: Giver;
  readonly list: VolumeList;
}

/** Folders whose purpose is data: what lies below them may be given. */
const dataFolders = ['/srv', '/mnt', '/media', '/opt'];
const othersMayWrite = 0o022;

/** Fails with `volume-refused`, and says what would be allowed. */
export function admitSource(source: SourceToAdmit): void {
  const problem = problemOfGiving(source);
  if (problem !== undefined) fail('volume-refused', { path: source.path, reason: problem });
}

/** What speaks against giving it, as the end of a sentence; undefined when it may be given. */
export function problemOfGiving({ path, folder, by, list }: SourceToAdmit): string | undefined {
  if (dataFolders.some((data) => isWithin(path, data) && path !== data)) return undefined;
  if (list.folders.some((listed) => isWithin(path, listed))) return undefined;
  const problem = problemOfOwnFolder(path, folder, by);
  if (problem === undefined) return undefined;
  const ignored = list.problem === undefined ? '' : ` (ignored now: ${list.problem})`;
  return `it lies below none of ${dataFolders.join(', ')}, nor below what ${volumeListPath} lists${ignored}, and is no folder of your own: ${problem}; use such a folder, or have an administrator list this one`;
}

/** A folder of the user's own, on whose whole path nobody else could put another in its place. */
function problemOfOwnFolder(path: string, folder: number, { uid }: Giver): string | undefined {
  if (uid === 0) return 'what belongs to root has to be listed';
  for (const { name, status } of foldersOnPath(path)) {
    const isLast = name === path;
    if (isLast && !isSame(status, fstatSync(folder))) return `${name} was exchanged meanwhile`;
    if (status.uid !== uid && (isLast || status.uid !== 0)) return `${name} belongs to the user ${status.uid}`;
    if ((status.mode & othersMayWrite) !== 0) return `others may write to ${name}`;
  }
  return undefined;
}

/** From / to the folder itself, each opened below the one before. */
function foldersOnPath(path: string): readonly { readonly name: string; readonly status: Stats }[] {
  const parts = path.split('/').slice(1);
  const opened = [openSync('/', constants.O_RDONLY | constants.O_DIRECTORY)];
  try {
    for (const part of parts) opened.push(openBelow(opened.at(-1) ?? -1, part, { flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW, resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks }));
    return opened.map((fd, index) => ({ name: `/${parts.slice(0, index).join('/')}`, status: fstatSync(fd) }));
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
