// SPDX-License-Identifier: Apache-2.0
/** A port of AF_VSOCK (vsock(7)), which a machine's guests and the machine below them could reach. */

import { Buffer } from 'node:buffer';
import { bindSocket, listenSocket, openSocket, socketType } from './sockets.ts';

const familyVsock = 40;
const anyAddress = 0xffff_ffff;
const name = 'AF_VSOCK';
const backlog = 8;

/** The caller closes the descriptor, which is readable once a peer has connected. */
export function openVsockListener(port: number): number {
  return openSocket({ family: familyVsock, type: socketType.stream, protocol: 0, name }, (fd) => {
    const address = Buffer.alloc(16);
    address.writeUInt16LE(familyVsock, 0);
    address.writeUInt32LE(port, 4);
    address.writeUInt32LE(anyAddress, 8);
    bindSocket(fd, address, name);
    listenSocket(fd, backlog, name);
  });
}
