// SPDX-License-Identifier: Apache-2.0
/** Handles of files (open_by_handle_at(2)): they lead to the same file after it was renamed, also after a reboot. */

import { constants } from 'node:fs';
import koffi from 'koffi';
import { check, ErrnoError } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const nameToHandleAt = libc.func(
  'int name_to_handle_at(int directory, const char *path, _Inout_ uint8_t *handle, _Out_ int32_t *mount, int flags)',
) as (directory: number, path: string, handle: Buffer, mount: [number], flags: number) => number;
const openByHandleAt = libc.func('int open_by_handle_at(int mount, _Inout_ uint8_t *handle, int flags)') as (
  mount: number,
  handle: Buffer,
  flags: number,
) => number;

/** `struct file_handle`: the size of what follows, its type, and `MAX_HANDLE_SZ` bytes. */
const headSize = 8;
const maxHandleSize = 128;
const emptyPath = 0x1000;
const openCloexec = 0o2000000;

/** Undefined where the file system has none. */
export function handleOf(fd: number): Uint8Array | undefined {
  const handle = Buffer.alloc(headSize + maxHandleSize);
  handle.writeUInt32LE(maxHandleSize, 0);
  try {
    check(nameToHandleAt(fd, '', handle, [0], emptyPath), 'name_to_handle_at');
  } catch (error) {
    if (error instanceof ErrnoError && (error.code === 'ENOTSUP' || error.code === 'EOVERFLOW')) return undefined;
    throw error;
  }
  return handle.subarray(0, headSize + handle.readUInt32LE(0));
}

/**
 * These are numbers, as Node does not know the name of the first. The last are raised for a handle that another file
 * system made.
 */
const noFolder: ReadonlySet<number | undefined> = new Set(
  ['ESTALE', 'ENOENT', 'ENOTDIR', 'ELOOP', 'EINVAL', 'EOPNOTSUPP', 'EIO'].map((code) => koffi.os.errno[code]),
);

/**
 * The folder of a handle on the file system of an open file; undefined when that has none by now. Another file system
 * may have another folder for the same handle: the caller verifies that it is the one, and closes it.
 */
export function openFolderByHandle(mount: number, handle: Uint8Array): number | undefined {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | openCloexec;
  const folder = openByHandleAt(mount, Buffer.from(handle), flags);
  if (folder < 0 && noFolder.has(koffi.errno())) return undefined;
  return check(folder, 'open_by_handle_at');
}
