// SPDX-License-Identifier: Apache-2.0
/**
 * Opens files below a folder that a container may be changing meanwhile (threat C3). Every path is opened by openat2 below
 * the folder's descriptor, and what is opened is held by its own descriptor from then on, so that a name that is exchanged
 * leads nowhere else. A link is followed as the container's own root would follow it; never out of the folder, never
 * through a link of the kernel, never to another mount.
 */

import { closeSync, constants, fstatSync, openSync, readlinkSync } from 'node:fs';
import { filePathSchema, folderOf, joinPath, nameOf } from '../../../contract/model/containers/container-file.ts';
import { hasCode } from '../../system/errno.ts';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';
import { bytesOfName, textOfName } from '../../system/native/byte-names.ts';

export interface FileTree {
  /** Its open folder. */
  readonly folder: number;
  /** The container sees it there: `/`, or where a volume lies. */
  readonly at: string;
  /** The id of the host that the container's root has on files here; `maxId` above it are the container's as well. */
  readonly base: number;
  readonly isReadOnly: boolean;
  /** The label that new files have to be given; undefined where the mount gives it. */
  readonly label: string | undefined;
}

/** One name in an open folder: what is made, renamed and removed. */
export interface Place {
  readonly folder: number;
  readonly name: Buffer;
  /** The container has it there, without links. */
  readonly path: string;
}

const never = resolve.noMagiclinks | resolve.noXdev;
const tries = 8;

/** Gives a path of the container as one below the tree. */
function below(tree: FileTree, path: string): Buffer {
  const rest = tree.at === '/' ? path.slice(1) : path.slice(tree.at.length + 1);
  return rest === '' ? Buffer.from('.') : bytesOfName(rest);
}

/** Absolute links begin at the root of the container, so on a volume none is followed that leaves it. */
function scopeOf(tree: FileTree): number {
  return never | (tree.at === '/' ? resolve.inRoot : resolve.beneath);
}

/** The kernel gives up when folders are moved while it looks for `..`. */
function openPatiently(
  folder: number,
  path: Buffer,
  how: { readonly flags: number; readonly resolve: number },
): number {
  for (let left = tries; ; left -= 1) {
    try {
      return openBelow(folder, path, how);
    } catch (error) {
      if (left === 0 || !hasCode(error, 'EAGAIN')) throw error;
    }
  }
}

/** A folder, to which links may lead. The caller closes it. */
export function openFolder(tree: FileTree, path: string): number {
  return openPatiently(tree.folder, below(tree, path), {
    flags: constants.O_RDONLY | constants.O_DIRECTORY,
    resolve: scopeOf(tree),
  });
}

/** What stands for a file, and reads nothing of it (`O_PATH`). The caller closes it. */
export function openFile(tree: FileTree, path: string, { follow }: { readonly follow: boolean }): number {
  return openPatiently(tree.folder, below(tree, path), {
    flags: pathOnly | (follow ? 0 : constants.O_NOFOLLOW),
    resolve: scopeOf(tree),
  });
}

/** Calls with the place that a path names, whether or not there is something. Links lead to its folder only. */
export async function withPlace<T>(tree: FileTree, path: string, use: (place: Place) => T | Promise<T>): Promise<T> {
  // The top of a tree has no folder in it.
  if (path === tree.at) throw Object.assign(new Error('cannot change the top of a tree'), { code: 'EBUSY' });
  const above = folderOf(path);
  const folder = openFolder(tree, above);
  try {
    const name = nameOf(path);
    return await use({ folder, name: bytesOfName(name), path: joinPath(pathOf(tree, folder, above), name) });
  } finally {
    closeSync(folder);
  }
}

/** What has this name now, in the same way; undefined when nothing has. The caller closes it. */
export function openAtPlace({ folder, name }: Pick<Place, 'folder' | 'name'>): number | undefined {
  try {
    return openBelow(folder, name, {
      flags: pathOnly | constants.O_NOFOLLOW,
      resolve: resolve.beneath | resolve.noSymlinks | never,
    });
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A folder of this name, to be read; no link. The caller closes it. */
export function openFolderAtPlace({ folder, name }: Pick<Place, 'folder' | 'name'>): number {
  return openBelow(folder, name, {
    flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
    resolve: resolve.beneath | resolve.noSymlinks | never,
  });
}

/** Opens the content of a plain file, which its descriptor stands for. Nothing else is ever opened. The caller closes it. */
export function openContent(file: number): number {
  if (!fstatSync(file).isFile())
    throw Object.assign(new Error('cannot read it: it is no plain file'), { code: 'ENXIO' });
  return openSync(throughDescriptor(file), constants.O_RDONLY);
}

/** Says where the container has what was opened, without links; `fallback` when that cannot be said. */
export function pathOf(tree: FileTree, fd: number, fallback: string): string {
  try {
    const top = readlinkSync(throughDescriptor(tree.folder), 'buffer');
    const whole = readlinkSync(throughDescriptor(fd), 'buffer');
    if (!whole.subarray(0, top.length).equals(top)) return fallback;
    const path = `${tree.at === '/' ? '' : tree.at}${textOfName(whole.subarray(top.length))}`;
    return filePathSchema().safeParse(path === '' ? '/' : path).data ?? fallback;
  } catch (error) {
    if (hasCode(error, 'ENAMETOOLONG', 'ENOENT')) return fallback;
    throw error;
  }
}

/** The kernel's own link to the file of a descriptor; it leads nowhere else. */
export function throughDescriptor(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

/** A name in an open folder, for calls that do not follow a link at the end of a path. */
export function pathOfPlace({ folder, name }: Pick<Place, 'folder' | 'name'>): Buffer {
  return Buffer.concat([Buffer.from(`${throughDescriptor(folder)}/`), name]);
}
