// SPDX-License-Identifier: Apache-2.0
/** The fake host on a socket of its own, which the window's user may open: that is another one than who measures. */

import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type SocketHost, type SocketHostOptions, startSocketHost } from '../../testing/socket-host.ts';

/** Its `socketPath` belongs into the window's environment, as `BULKHEAD_SOCKET`. */
export async function startOpenHost(options?: SocketHostOptions): Promise<SocketHost> {
  const host = await startSocketHost({}, options);
  await chmod(dirname(host.socketPath), 0o755);
  await chmod(host.socketPath, 0o666);
  return host;
}
