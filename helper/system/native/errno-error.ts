// SPDX-License-Identifier: Apache-2.0
/** A call to libc that failed, with its symbol and the system's own words. */

import { getSystemErrorName } from 'node:util';
import koffi from 'koffi';

const strerror = koffi.load('libc.so.6').func('const char *strerror(int errno)') as (errno: number) => string;

/** `code` is the symbol, for example `EBADF`; `words` the system's text for it, for example "Bad file descriptor". */
export class ErrnoError extends Error {
  readonly code: string;
  readonly words: string;

  constructor(call: string, errno: number) {
    const code = getSystemErrorName(-errno);
    const words = strerror(errno);
    super(`cannot ${call}: ${code}`);
    this.name = 'ErrnoError';
    this.code = code;
    this.words = words;
  }
}

/** Gives the result of a call that sets errno; raises when it is negative. Call it right after. */
export function check(result: number, call: string): number {
  if (result < 0) throw new ErrnoError(call, koffi.errno());
  return result;
}
