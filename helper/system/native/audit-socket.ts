/**
 * A socket on which the kernel gives a copy of every audit record (netlink(7): NETLINK_AUDIT, group
 * AUDIT_NLGRP_READLOG), whoever else takes them.
 */

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
const optionCall = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t length)') as (
  fd: number,
  level: number,
  name: number,
  value: Buffer,
  length: number,
) => number;
const receiveCall = libc.func('long recv(int fd, _Out_ uint8_t *buffer, size_t length, int flags)') as (
  fd: number,
  buffer: Buffer,
  length: number,
  flags: number,
) => number;

const familyNetlink = 16;
const protocolAudit = 9;
/** SOCK_RAW, SOCK_NONBLOCK, SOCK_CLOEXEC. */
const socketKind = 3 | 0o4000 | 0o2000000;
const readLogGroup = 1;
const solSocket = 1;
const receiveBufferForce = 33;
const receiveBytes = 8 * 1024 * 1024;
/** A message's header: length, type, flags, number, port. */
const headerBytes = 16;
/** Longer than the kernel's longest record. */
const messageBytes = 16 * 1024;

export const overrun = Symbol('overrun');

export interface AuditSocket {
  /**
   * A record as a line of a log, without its end; undefined when none waits; {@link overrun} when the kernel had to
   * drop some.
   */
  next(): string | typeof overrun | undefined;
  close(): void;
}

/** Raises an ErrnoError without CAP_AUDIT_READ. The caller closes it. */
export function openAuditSocket(): AuditSocket {
  const fd = check(socketCall(familyNetlink, socketKind, protocolAudit), 'socket(NETLINK_AUDIT)');
  try {
    const size = Buffer.alloc(4);
    size.writeInt32LE(receiveBytes);
    check(optionCall(fd, solSocket, receiveBufferForce, size, size.length), 'setsockopt(SO_RCVBUFFORCE)');
    const address = Buffer.alloc(12);
    address.writeUInt16LE(familyNetlink, 0);
    address.writeUInt32LE(readLogGroup, 8);
    check(bindCall(fd, address, address.length), 'bind(NETLINK_AUDIT)');
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  const buffer = Buffer.alloc(messageBytes);
  return {
    next() {
      const length = receiveCall(fd, buffer, buffer.length, 0);
      if (length >= headerBytes) return lineOf(buffer.subarray(0, length));
      if (length >= 0 || koffi.errno() === koffi.os.errno['EAGAIN']) return undefined;
      if (koffi.errno() === koffi.os.errno['ENOBUFS']) return overrun;
      throw new ErrnoError('recv(NETLINK_AUDIT)', koffi.errno());
    },
    close: () => closeSync(fd),
  };
}

/** `type=1400 audit(1795533833.415:1196): avc: ...`; a record is one line whatever its sender wrote. */
export function lineOf(message: Buffer): string {
  const text = message.toString('latin1', headerBytes).replace(/[\0\n]+$/, '');
  return `type=${message.readUInt16LE(4)} ${text.replaceAll('\n', ' ')}`;
}
