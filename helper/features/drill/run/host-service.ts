// SPDX-License-Identifier: Apache-2.0
/** A service of the host's loopback, which no container should reach: it sends the secret to each connection. */

import { once } from 'node:events';
import { createServer } from 'node:net';

export async function startHostService(secret: string): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(secret);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => void server.close() };
}
