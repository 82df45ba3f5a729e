// SPDX-License-Identifier: Apache-2.0
/** Has the kernel make an entry in its table of neighbours (arp(7)), by a datagram without content. */

import { Buffer } from 'node:buffer';
import { closeSync } from 'node:fs';
import { ErrnoError } from './errno-error.ts';
import { openSocket, sendTo, setSocketOption, socketType } from './sockets.ts';

const familyInet = 2;
/** Level and option of extended errors (ip(7)): without them the kernel does not say that it had no room for an entry. */
const reportErrors = { level: 0, option: 11 };
/** The service at this port throws away what it gets. */
const discardPort = 9;

/** `address`: IPv4, on a link of this host, and not known yet. False where the table is full. */
export function makeNeighbour(address: string): boolean {
  const to = Buffer.alloc(16);
  to.writeUInt16LE(familyInet, 0);
  to.writeUInt16BE(discardPort, 2);
  to.set(address.split('.').map(Number), 4);
  const fd = openSocket({ family: familyInet, type: socketType.datagram, protocol: 0, name: 'AF_INET' }, (socket) =>
    setSocketOption(socket, reportErrors, 1),
  );
  try {
    sendTo(fd, Buffer.alloc(0), to);
    return true;
  } catch (error) {
    if (error instanceof ErrnoError && error.code === 'ENOBUFS') return false;
    throw error;
  } finally {
    closeSync(fd);
  }
}
