// SPDX-License-Identifier: Apache-2.0
/**
 * Extended attributes of files by descriptor, also by one that was opened for its path only (`O_PATH`). Attributes
 * named `trusted.` are root's alone: no container sees or writes them.
 */

import koffi from 'koffi';
import { check, ErrnoError } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const getxattr = libc.func('long getxattr(const char *path, const char *name, _Out_ uint8_t *value, size_t size)') as (
  path: string,
  name: string,
  value: Buffer,
  size: number,
) => number;
const setxattr = libc.func(
  'int setxattr(const char *path, const char *name, const char *value, size_t size, int flags)',
) as (path: string, name: string, value: string, size: number, flags: number) => number;
const removexattr = libc.func('int removexattr(const char *path, const char *name)') as (
  path: string,
  name: string,
) => number;

const longestValue = 8192;
const pathOf = (fd: number): string => `/proc/self/fd/${fd}`;

/** Undefined where there is none, or where the file system keeps none. */
export function attributeOf(fd: number, name: string): string | undefined {
  const value = Buffer.alloc(longestValue);
  const length = ifThere(() => check(getxattr(pathOf(fd), name, value, value.length), `getxattr(${name})`));
  return length === undefined ? undefined : value.toString('utf8', 0, length);
}

export function setAttribute(fd: number, name: string, value: string): void {
  check(setxattr(pathOf(fd), name, value, Buffer.byteLength(value), 0), `setxattr(${name})`);
}

export function removeAttribute(fd: number, name: string): void {
  ifThere(() => check(removexattr(pathOf(fd), name), `removexattr(${name})`));
}

function ifThere<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof ErrnoError && (error.code === 'ENODATA' || error.code === 'ENOTSUP')) return undefined;
    throw error;
  }
}
