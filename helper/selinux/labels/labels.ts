// SPDX-License-Identifier: Apache-2.0
/**
 * SELinux labels of files by descriptor, also by one that was opened for its path only (`O_PATH`). The labelled file is
 * the examined file, whatever its name leads to now.
 */

import koffi from 'koffi';
import { check, ErrnoError } from '../../system/native/errno-error.ts';

const libc = koffi.load('libc.so.6');
const getxattr = libc.func('long getxattr(const char *path, const char *name, _Out_ uint8_t *value, size_t size)') as (
  path: string,
  name: string,
  value: Buffer,
  size: number,
) => number;
const lgetxattr = libc.func(
  'long lgetxattr(const uint8_t *path, const char *name, _Out_ uint8_t *value, size_t size)',
) as (path: Uint8Array, name: string, value: Buffer, size: number) => number;
const setxattr = libc.func(
  'int setxattr(const char *path, const char *name, const char *value, size_t size, int flags)',
) as (path: string, name: string, value: string, size: number, flags: number) => number;

const attribute = 'security.selinux';
const longestLabel = 4096;

/** The kernel's own link to the file of a descriptor; it leads nowhere else. */
const pathOf = (fd: number): string => `/proc/self/fd/${fd}`;

/** Reads the whole context. Raises `ENODATA` where there is none. */
export function labelOf(fd: number): string {
  const value = Buffer.alloc(longestLabel);
  const length = check(getxattr(pathOf(fd), attribute, value, value.length), 'getxattr(security.selinux)');
  return value.toString('utf8', 0, length).replace(/\0$/, '');
}

/** Undefined where there is none, or where the file system keeps none. */
export function labelIfAny(fd: number): string | undefined {
  return ifThere(() => labelOf(fd));
}

const valueOfName = Buffer.alloc(longestLabel);

/**
 * Reads the label of a path, which no link at its end leads away from: for lists, where a descriptor for each would
 * cost.
 */
export function labelOfName(path: Uint8Array): string | undefined {
  return ifThere(() => {
    const ended = Buffer.concat([path, Buffer.of(0)]);
    const length = check(lgetxattr(ended, attribute, valueOfName, valueOfName.length), 'lgetxattr(security.selinux)');
    return valueOfName.toString('utf8', 0, length).replace(/\0$/, '');
  });
}

function ifThere(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ErrnoError && (error.code === 'ENODATA' || error.code === 'ENOTSUP')) return undefined;
    throw error;
  }
}

/** The kernel rejects a context that its policy does not know. */
export function setLabel(fd: number, context: string): void {
  check(
    setxattr(pathOf(fd), attribute, context, Buffer.byteLength(context), 0),
    `setxattr(security.selinux, ${context})`,
  );
}
