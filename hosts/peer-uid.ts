// SPDX-License-Identifier: Apache-2.0
/** Asks the kernel who serves a unix socket that we have connected to (SO_PEERCRED). */

import type { Socket } from 'node:net';

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** `struct ucred`: pid, uid, gid, 32 bits each. */
const credentialBytes = 12;

/**
 * Effective uid that the server had when it began to listen; undefined when the kernel does not say, which is to be read
 * as "not trusted".
 */
type AskPeer = (socket: Socket) => number | undefined;

/** `int getsockopt(int fd, int level, int name, void *value, socklen_t *length)` */
type GetSockOpt = (fd: number, level: number, name: number, value: Uint8Array, length: number[]) => unknown;

/**
 * Loads what asks the kernel. To be called before there is a connection: the native module takes seconds on a slow
 * machine, and a listener waits for the greeting only so long.
 */
export async function loadPeerUid(): Promise<AskPeer> {
  // Imported here, not above: in a bundle an import above would be everybody's, also of those who need no native
  // module.
  const { default: koffi } = await import('koffi');
  const getsockopt: GetSockOpt = koffi
    .load('libc.so.6')
    .func('int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ uint32_t *length)');
  return (socket) => askKernel(socket, getsockopt);
}

function askKernel(socket: Socket, getsockopt: GetSockOpt): number | undefined {
  const descriptor = descriptorOf(socket);
  if (descriptor === undefined) return undefined;
  const credentials = new Uint8Array(credentialBytes);
  const length = [credentialBytes];
  const status = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, credentials, length);
  if (status !== 0 || length[0] !== credentialBytes) return undefined;
  const view = new DataView(credentials.buffer);
  const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const pid = view.getInt32(0, isLittleEndian);
  // A server outside our pid namespace reads as pid 0, one without credentials as uid -1.
  return pid === 0 || view.getInt32(4, isLittleEndian) === -1 ? undefined : view.getUint32(4, isLittleEndian);
}

function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined;
  const { fd } = handle;
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}
