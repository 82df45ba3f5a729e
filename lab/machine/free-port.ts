// SPDX-License-Identifier: Apache-2.0
/**
 * Finds a TCP port on loopback on which nothing listens. Another process may take it before it is used: the caller
 * retries.
 */

import { createServer } from 'node:net';

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('cannot find a free port on 127.0.0.1'));
      });
    });
  });
}
