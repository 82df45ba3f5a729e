// SPDX-License-Identifier: Apache-2.0
/** Opens a transport to a host's helper, ready for `connect` of rpc. */

import type { Duplex } from 'node:stream';
import { maxResponseBytes } from '../rpc/protocol.ts';
import { type ByteStream, createSocketTransport } from '../rpc/socket-transport.ts';
import { writePieces } from '../rpc/write-pieces.ts';
import type { Transport } from '../rpc/transport.ts';
import { openHostStream, type OpenHostOptions } from './open-host-stream.ts';
import type { Host } from './parse-host.ts';

export async function openHost(host: Host, options: OpenHostOptions): Promise<Transport> {
  const stream = await openHostStream(host, options);
  return createSocketTransport(byteStreamOf(stream), { maxBytes: maxResponseBytes });
}

/** What rpc uses of a Node stream. */
export function byteStreamOf(stream: Duplex): ByteStream {
  return {
    write: (pieces, done) => writePieces(stream, pieces, done),
    onData: (listener) => void stream.on('data', listener),
    onEnd(listener) {
      let failure: Error | undefined;
      stream.on('error', (error) => {
        failure = error;
      });
      stream.once('end', () => stream.destroy());
      stream.once('close', () => listener(failure));
    },
    destroy: () => void stream.destroy(),
  };
}
