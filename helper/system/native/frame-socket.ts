// SPDX-License-Identifier: Apache-2.0
/** Hears all frames that reach an interface of the host (packet(7)), such as a bridge, and sends none. */

import { Buffer } from 'node:buffer';
import { bindSocket, openSocket, receiveFrom, socketType } from './sockets.ts';

const familyPacket = 17;
/** The bytes are ETH_P_ALL, in the byte order of the network. */
const allProtocols = Buffer.from([0x00, 0x03]);
const name = 'AF_PACKET';
/** Longer than the frames that anybody looks for. */
const frameBytes = 2048;

/** `interfaceIndex` is that of the interface in the kernel. The caller closes the descriptor. */
export function openFrameSocket(interfaceIndex: number): number {
  // The socket has no protocol until it is bound: so it receives nothing from other interfaces before that.
  return openSocket({ family: familyPacket, type: socketType.raw, protocol: 0, name }, (fd) => {
    const address = Buffer.alloc(20);
    address.writeUInt16LE(familyPacket, 0);
    allProtocols.copy(address, 2);
    address.writeInt32LE(interfaceIndex, 4);
    bindSocket(fd, address, name);
  });
}

/** Frames that wait, or their beginnings. */
export function* waitingFrames(fd: number): Generator<Buffer, void, undefined> {
  for (;;) {
    const buffer = Buffer.alloc(frameBytes);
    const length = receiveFrom(fd, buffer, name);
    if (length === undefined) return;
    yield buffer.subarray(0, length);
  }
}
