// SPDX-License-Identifier: Apache-2.0
/** Sets the size of a pseudo-terminal, by the descriptor of its master. */

import koffi from 'koffi';
import { check } from './errno-error.ts';

const ioctlSize = koffi.load('libc.so.6').func('int ioctl(int fd, unsigned long request, const uint16_t *size)') as (
  fd: number,
  request: number,
  size: Uint16Array,
) => number;
/** Is TIOCSWINSZ of ioctl_tty(2). */
const setWindowSize = 0x5414;

/** Sets the size in characters. The kernel sends SIGWINCH to the programs on the terminal where it is another one. */
export function setTerminalSize(fd: number, size: { readonly columns: number; readonly rows: number }): void {
  check(ioctlSize(fd, setWindowSize, Uint16Array.of(size.rows, size.columns, 0, 0)), 'ioctl(TIOCSWINSZ)');
}
