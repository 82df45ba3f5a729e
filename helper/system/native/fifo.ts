// SPDX-License-Identifier: Apache-2.0
/** Pipes with a name (fifo(7)), which Node does not make, and how much waits in a pipe. */

import koffi from 'koffi';
import { check } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const mkfifo = libc.func('int mkfifo(const char *path, uint32_t mode)') as (path: string, mode: number) => number;
const fcntl = libc.func('int fcntl(int fd, int command, ...)') as (
  fd: number,
  command: number,
  type: 'int',
  value: number,
) => number;
/** `F_SETPIPE_SZ` of fcntl(2). */
const setPipeSize = 1031;

/** Raises `EEXIST` when there is something of that name. */
export function makeFifo(path: string, mode: number): void {
  check(mkfifo(path, mode), 'mkfifo');
}

/** How many bytes may wait in a pipe, of which it has 64 KiB at first. Raises `EPERM` above what the host allows. */
export function resizePipe(fd: number, bytes: number): void {
  check(fcntl(fd, setPipeSize, 'int', bytes), 'fcntl');
}
