// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';

/**
 * Gives the descriptor of a socket. Node keeps it on an internal handle, which `helper/system/internals.ts` tries at
 * the start. It is absent once the peer has closed; then nothing can be asked.
 */
export function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: unknown } | null };
  const fd = handle?.fd;
  if (typeof fd !== 'number' || !Number.isInteger(fd) || fd < 0)
    throw new Error('cannot identify the peer: the connection has no descriptor any more');
  return fd;
}
