// SPDX-License-Identifier: Apache-2.0
/** Carries messages between one port of the page and one helper, which is reached by a stream of Node. */

import type { Duplex } from 'node:stream';
import { HostUnreachableError } from '../../hosts/host-errors.ts';
import { type HostBytes, relayPort, type RelayOptions as PortOptions } from '../../rpc/port/relay-port.ts';
import { writePieces } from '../../rpc/write-pieces.ts';

export interface RelayOptions extends Omit<PortOptions, 'dial' | 'obstacleOf'> {
  /** Reaches the helper, or rejects with the reason in words. */
  readonly dial: (signal: AbortSignal) => Promise<Duplex>;
}

/** Settles when the connection has ended, whichever side ended it. Never rejects. */
export function relay({ dial, ...options }: RelayOptions): Promise<void> {
  return relayPort({ ...options, dial: async (signal) => bytesOf(await dial(signal)), obstacleOf });
}

/** Only an ssh that ended can have met an obstacle. */
function obstacleOf(cause: unknown): HostUnreachableError['obstacle'] {
  return cause instanceof HostUnreachableError ? cause.obstacle : undefined;
}

function bytesOf(stream: Duplex): HostBytes {
  let fault: Error | undefined;
  stream.on('error', (error) => (fault ??= error));
  stream.once('end', () => stream.destroy());
  return {
    onData: (listener) => void stream.on('data', listener),
    onClose: (listener) => void stream.once('close', () => listener(fault)),
    write(pieces) {
      if (!stream.destroyed) writePieces(stream, pieces);
    },
    waiting: () => stream.writableLength,
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    close: () => void stream.destroy(),
  };
}
