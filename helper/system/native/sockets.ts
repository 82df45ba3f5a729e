// SPDX-License-Identifier: Apache-2.0
/** Sockets that Node does not offer, or not so. Each is non-blocking, and closed in a child that is started. */

import { Buffer } from 'node:buffer';
import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { check, ErrnoError } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const socketCall = libc.func('int socket(int domain, int type, int protocol)') as (
  domain: number,
  type: number,
  protocol: number,
) => number;
const bindCall = libc.func('int bind(int fd, const void *address, uint32_t length)') as (
  fd: number,
  address: Buffer,
  length: number,
) => number;
const listenCall = libc.func('int listen(int fd, int backlog)') as (fd: number, backlog: number) => number;
const setOptionCall = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t length)') as (
  fd: number,
  level: number,
  option: number,
  value: Buffer,
  length: number,
) => number;
const sendCall = libc.func(
  'long sendto(int fd, const void *data, size_t length, int flags, const void *address, uint32_t addressLength)',
) as (fd: number, data: Buffer, length: number, flags: number, address: Buffer, addressLength: number) => number;
const receiveCall = libc.func('long recv(int fd, _Out_ uint8_t *buffer, size_t length, int flags)') as (
  fd: number,
  buffer: Buffer,
  length: number,
  flags: number,
) => number;

export const socketType = { stream: 1, datagram: 2, raw: 3 } as const;
/** All sockets have these flags: SOCK_NONBLOCK, SOCK_CLOEXEC. */
const always = 0o4000 | 0o2000000;

export interface SocketKind {
  readonly family: number;
  readonly type: (typeof socketType)[keyof typeof socketType];
  readonly protocol: number;
  /** The words of an error name it. */
  readonly name: string;
}

/** Opens a socket and prepares it; the caller closes the result. A failure closes it. */
export function openSocket({ family, type, protocol, name }: SocketKind, prepare: (fd: number) => void): number {
  const fd = check(socketCall(family, type | always, protocol), `socket(${name})`);
  try {
    prepare(fd);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

export function bindSocket(fd: number, address: Buffer, name: string): void {
  check(bindCall(fd, address, address.length), `bind(${name})`);
}

/** `backlog` connections wait at most until they are accepted. */
export function listenSocket(fd: number, backlog: number, name: string): void {
  check(listenCall(fd, backlog), `listen(${name})`);
}

/** Sets an option whose value is a number. */
export function setSocketOption(
  fd: number,
  option: { readonly level: number; readonly option: number },
  value: number,
): void {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  check(setOptionCall(fd, option.level, option.option, bytes, bytes.length), 'setsockopt');
}

export function sendTo(fd: number, data: Buffer, address: Buffer): void {
  check(sendCall(fd, data, data.length, 0, address, address.length), 'sendto');
}

/** What has arrived is in the buffer; its length, or undefined when nothing waits. */
export function receiveFrom(fd: number, buffer: Buffer, name: string): number | undefined {
  const length = receiveCall(fd, buffer, buffer.length, 0);
  if (length >= 0) return length;
  if (koffi.errno() === koffi.os.errno['EAGAIN']) return undefined;
  throw new ErrnoError(`recv(${name})`, koffi.errno());
}
