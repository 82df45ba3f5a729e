// SPDX-License-Identifier: Apache-2.0
/**
 * The helper's server with its real socket, protocol and activity log, and handlers that end at once; a benchmark sends
 * it broken frames. On the message `memory` it reports its resident bytes, after a garbage collection where one can be
 * requested.
 */

import 'vscode-jsonrpc/node';
import { type Served, serveForTest } from '../../helper/server/fixtures/served.ts';

const served: Served = await serveForTest({
  isAllowed: process.argv[2] === 'allowed',
  // Each broken frame ends its connection, and the next takes another.
  limits: { connectionBurst: 1e6, connectionsPerSecond: 1e6, callBurst: 1e6, callsPerSecond: 1e6 },
});

process.on('message', (message) => {
  if (message === 'end') {
    void served[Symbol.asyncDispose]().then(() => process.exit(0));
    return;
  }
  served.asked.length = 0;
  served.reached.length = 0;
  served.logged.length = 0;
  if (message === 'collected') globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
});
process.send?.({ path: served.path });
