// SPDX-License-Identifier: Apache-2.0
/**
 * A socket on which the kernel gives a copy of every audit record (netlink(7): NETLINK_AUDIT, group
 * AUDIT_NLGRP_READLOG), whatever other programs read them.
 */

import { Buffer } from 'node:buffer';
import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { check, ErrnoError } from './errno-error.ts';
import { bindSocket, openSocket, receiveFrom, socketType } from './sockets.ts';

const libc = koffi.load('libc.so.6');
const optionCall = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t length)') as (
  fd: number,
  level: number,
  name: number,
  value: Buffer,
  length: number,
) => number;

const familyNetlink = 16;
const name = 'NETLINK_AUDIT';
const kind = { family: familyNetlink, type: socketType.raw, protocol: 9, name };
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
  const fd = openSocket(kind, (opened) => {
    const size = Buffer.alloc(4);
    size.writeInt32LE(receiveBytes);
    check(optionCall(opened, solSocket, receiveBufferForce, size, size.length), 'setsockopt(SO_RCVBUFFORCE)');
    const address = Buffer.alloc(12);
    address.writeUInt16LE(familyNetlink, 0);
    address.writeUInt32LE(readLogGroup, 8);
    bindSocket(opened, address, name);
  });
  const buffer = Buffer.alloc(messageBytes);
  return {
    next() {
      try {
        const length = receiveFrom(fd, buffer, name) ?? 0;
        return length < headerBytes ? undefined : lineOf(buffer.subarray(0, length));
      } catch (error) {
        if (error instanceof ErrnoError && error.code === 'ENOBUFS') return overrun;
        throw error;
      }
    },
    close: () => closeSync(fd),
  };
}

/** `type=1400 audit(1795533833.415:1196): avc: ...`; a record is one line whatever its sender wrote. */
export function lineOf(message: Buffer): string {
  const text = message.toString('latin1', headerBytes).replace(/[\0\n]+$/, '');
  return `type=${message.readUInt16LE(4)} ${text.replaceAll('\n', ' ')}`;
}
