// SPDX-License-Identifier: Apache-2.0
/** Tries, before anybody may connect, what Node and its packages do not promise and is used all the same. */

import { Socket } from 'node:net';
import { messageOf } from './message-of.ts';
import type { descriptorOf } from './native/descriptor-of.ts';
import { openSocket, socketType } from './native/sockets.ts';

const unixFamily = 1;
const nextStep = 'install the helper again with the Node.js and the packages that it was released with';

/** Gives what does not work, in words, with a next step; undefined when it does. `what` follows "cannot". */
export async function problemOf(what: string, work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return `cannot ${what} with Node.js ${process.versions.node}: ${messageOf(error)}; ${nextStep}`;
  }
}

/** Callers are identified by the descriptor of their socket, which Node keeps in a field of its own. */
export async function trySocket(descriptor: typeof descriptorOf): Promise<void> {
  const kind = { family: unixFamily, type: socketType.stream, protocol: 0, name: 'unix' };
  const fd = openSocket(kind, () => undefined);
  const socket = new Socket({ fd, readable: false, writable: false });
  try {
    const found = descriptor(socket);
    if (found !== fd) throw new Error(`a socket on descriptor ${fd} says that it is on ${found}`);
  } finally {
    socket.destroy();
  }
}
