/** Reads the SELinux label of what a descriptor names, also one that only names a place (O_PATH). */

import koffi from 'koffi';
import { ErrnoError } from './errno-error.ts';

const getxattr = koffi.load('libc.so.6').func('long getxattr(const char *path, const char *name, _Out_ uint8_t *value, size_t size)') as (path: string, name: string, value: Uint8Array, size: number) => number;
const longest = 4096;

/** As the kernel gives it, mount and all; undefined where there is none. */
export function labelOf(descriptor: number): string | undefined {
  const value = Buffer.alloc(longest);
  const length = getxattr(`/proc/self/fd/${descriptor}`, 'security.selinux', value, longest);
  if (length >= 0) return value.toString('latin1', 0, length).replace(/\0$/, '');
  const error = new ErrnoError('read a label', koffi.errno());
  if (error.code === 'ENODATA' || error.code === 'ENOTSUP' || error.code === 'EOPNOTSUPP') return undefined;
  throw error;
}
