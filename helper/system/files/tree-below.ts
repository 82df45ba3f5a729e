// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and writes files below a folder that a container may have changed, or may be changing. Every path is opened
 * below the folder's descriptor.
 * No part of it may be a link or another file system, so whatever the container put there, nothing outside of the
 * folder is reached (threat C3).
 */

import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  type Stats,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { openBelow, resolve } from '../native/native.ts';
import { hasCode } from '../errno.ts';

/** The owner of new files, as a host id for user and group alike, and their mode. */
interface Rights {
  readonly owner: number;
  readonly mode: number;
}

/**
 * Paths are relative to the folder. Each function raises the kernel's error, `ELOOP` or `EXDEV` where a path would have
 * led out of it.
 */
export interface TreeBelow {
  /** Creates the folder and the missing ones above it. An existing folder gets this mode. */
  makeFolder(path: string, rights: Rights): void;
  /** Creates the file, or writes it again. Only a regular file is written. */
  writeFile(path: string, text: string, rights: Rights): void;
  readFile(path: string): string;
  makeLink(path: string, target: string): void;
  /** Removes a file or a link; does nothing when it is missing. */
  removeFile(path: string): void;
  /** Gives the status of the file itself, also of a link; undefined when there is none. */
  statusOf(path: string): Stats | undefined;
  /** Calls with the descriptor of a folder below, which is closed afterwards. */
  withFolder<T>(path: string, use: (folder: number) => T): T;
}

const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | resolve.noXdev;
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Does not wait for the other end of a pipe that a container has put there. */
const plainFlags = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Calls with a descriptor below the folder, which only root can have put at this path. */
export function belowFolder<T>(path: string, use: (tree: TreeBelow) => T): T {
  const root = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    return use(treeBelow(root));
  } finally {
    closeSync(root);
  }
}

function treeBelow(root: number): TreeBelow {
  const inParent = <T>(path: string, use: (place: string) => T): T =>
    withFolderBelow(root, dirname(path), (folder) => use(`/proc/self/fd/${folder}/${basename(path)}`));

  function makeFolder(path: string, rights: Rights): void {
    if (dirname(path) !== '.' && isMissing(() => withFolderBelow(root, dirname(path), () => undefined)))
      makeFolder(dirname(path), rights);
    inParent(path, (place) => unlessThere(() => mkdirSync(place, { mode: 0o700 })));
    withFolderBelow(root, path, (folder) => giveRights(folder, rights));
  }

  return {
    makeFolder,
    writeFile(path, text, rights) {
      withPlainFile(root, { path, flags: constants.O_WRONLY | constants.O_CREAT, mode: 0o600 }, (file) => {
        giveRights(file, rights);
        ftruncateSync(file);
        writeFileSync(file, text);
      });
    },
    readFile: (path) =>
      withPlainFile(root, { path, flags: constants.O_RDONLY, mode: 0 }, (file) => readFileSync(file, 'utf8')),
    makeLink: (path, target) => inParent(path, (place) => symlinkSync(target, place)),
    removeFile: (path) => void isMissing(() => inParent(path, (place) => unlinkSync(place))),
    statusOf: (path) => inParent(path, (place) => lstatSync(place, { throwIfNoEntry: false })),
    withFolder: (path, use) => withFolderBelow(root, path, use),
  };
}

function withFolderBelow<T>(root: number, path: string, use: (folder: number) => T): T {
  const folder = openBelow(root, path, { flags: folderFlags, resolve: within });
  try {
    return use(folder);
  } finally {
    closeSync(folder);
  }
}

function withPlainFile<T>(
  root: number,
  { path, flags, mode }: { readonly path: string; readonly flags: number; readonly mode: number },
  use: (file: number) => T,
): T {
  const file = openBelow(root, path, { flags: flags | plainFlags, mode, resolve: within });
  try {
    if (!fstatSync(file).isFile())
      throw Object.assign(new Error(`cannot use ${path}: it is no plain file`), { code: 'EINVAL' });
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** Changes the owner first: a change of owner clears set-id bits. */
function giveRights(fd: number, { owner, mode }: Rights): void {
  fchownSync(fd, owner, owner);
  fchmodSync(fd, mode);
}

function isMissing(act: () => void): boolean {
  return hadCode('ENOENT', act);
}

function unlessThere(act: () => void): void {
  hadCode('EEXIST', act);
}

/** Says whether the call failed with this code; raises any other failure. */
function hadCode(code: string, act: () => void): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (hasCode(error, code)) return true;
    throw error;
  }
}
