// SPDX-License-Identifier: Apache-2.0
/**
 * Listening unix sockets without Node's server, which makes an object of each connection before anybody can judge it:
 * here a connection is a descriptor, which costs a fraction to close.
 */

import { Buffer } from 'node:buffer';
import koffi from 'koffi';
import { check, ErrnoError } from './errno-error.ts';
import { bindSocket, listenSocket, openSocket, socketType } from './sockets.ts';

const libc = koffi.load('libc.so.6');
const acceptCall = libc.func('int accept4(int fd, void *address, void *length, int flags)') as (
  fd: number,
  address: null,
  length: null,
  flags: number,
) => number;
const fcntlCall = libc.func('int fcntl(int fd, int command, ...)') as (
  fd: number,
  command: number,
  type: 'int',
  value: number,
) => number;

const familyUnix = 1;
const name = 'AF_UNIX';
/** `sun_path` of unix(7), which ends with NUL. */
const maxPathBytes = 107;
/** All connections have these flags: SOCK_NONBLOCK, SOCK_CLOEXEC. */
const always = 0o4000 | 0o2000000;
const getFlags = 3;
const setFlags = 4;
const nonBlocking = 0o4000;

/** A socket at a path where nothing is yet; who may write the file may connect. The caller closes the descriptor. */
export function openUnixListener(path: string, backlog: number): number {
  const bytes = Buffer.from(path);
  if (bytes.length > maxPathBytes) throw new Error(`cannot listen on ${path}: the path is too long for a socket`);
  return openSocket({ family: familyUnix, type: socketType.stream, protocol: 0, name }, (fd) => {
    const address = Buffer.alloc(2 + bytes.length + 1);
    address.writeUInt16LE(familyUnix, 0);
    bytes.copy(address, 2);
    bindSocket(fd, address, name);
    listenSocket(fd, backlog, name);
  });
}

/** Makes a socket that was passed on not block; those of this folder do not. */
export function setNonBlocking(fd: number): void {
  const flags = check(fcntlCall(fd, getFlags, 'int', 0), 'fcntl(F_GETFL)');
  check(fcntlCall(fd, setFlags, 'int', flags | nonBlocking), 'fcntl(F_SETFL)');
}

/** The next connection that waits, which the caller closes; undefined when none does. */
export function acceptConnection(fd: number): number | undefined {
  const connection = acceptCall(fd, null, null, always);
  if (connection >= 0) return connection;
  if (koffi.errno() === koffi.os.errno['EAGAIN']) return undefined;
  throw new ErrnoError('accept4', koffi.errno());
}
