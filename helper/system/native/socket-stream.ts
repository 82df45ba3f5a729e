// SPDX-License-Identifier: Apache-2.0
/** A Node socket as the byte stream that the transport wants. */

import type { Socket } from 'node:net';
import type { ByteStream } from '../../../rpc/socket-transport.ts';
import { writePieces } from '../../../rpc/write-pieces.ts';

export function streamOf(socket: Socket): ByteStream {
  let failure: Error | undefined;
  socket.on('error', (error) => {
    failure = error;
  });
  return {
    write: (pieces, done) => writePieces(socket, pieces, done),
    onData: (listener) => void socket.on('data', listener),
    onEnd: (listener) => void socket.on('close', () => listener(failure)),
    destroy: () => void socket.destroy(),
    setReading(isReading) {
      if (isReading) socket.resume();
      else socket.pause();
    },
  };
}
