// SPDX-License-Identifier: Apache-2.0
/** Access control lists of files (acl(5)), as the kernel stores them in `system.posix_acl_access`. */

import { Buffer } from 'node:buffer';
import koffi from 'koffi';
import { check } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const setxattr = libc.func(
  'int setxattr(const char *path, const char *name, const uint8_t *value, size_t size, int flags)',
) as (path: string, name: string, value: Buffer, size: number, flags: number) => number;

const attribute = 'system.posix_acl_access';
const version = 2;
const tag = { owner: 0x01, user: 0x02, group: 0x04, mask: 0x10, others: 0x20 } as const;
const nobodyNamed = 0xffff_ffff;
const readAndWrite = 6;

/** Lets the file's owner and this user read and write it, and nobody else. Its owner alone may say so. */
export function allowOnly(path: string, uid: number): void {
  const entries = [
    [tag.owner, readAndWrite, nobodyNamed],
    [tag.user, readAndWrite, uid],
    [tag.group, 0, nobodyNamed],
    [tag.mask, readAndWrite, nobodyNamed],
    [tag.others, 0, nobodyNamed],
  ] as const;
  const value = Buffer.alloc(4 + 8 * entries.length);
  value.writeUInt32LE(version, 0);
  for (const [index, [kind, permissions, id]] of entries.entries()) {
    const at = 4 + 8 * index;
    value.writeUInt16LE(kind, at);
    value.writeUInt16LE(permissions, at + 2);
    value.writeUInt32LE(id, at + 4);
  }
  check(setxattr(path, attribute, value, value.length, 0), `setxattr(${attribute})`);
}
