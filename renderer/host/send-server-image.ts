// SPDX-License-Identifier: Apache-2.0
/** Sends what a server of images has to the host: the main process fetches it, as fast as the host takes it. */

import type { Input } from '../../contract/operations/index.ts';
import { unlessAborted } from '../../rpc/async/unless-aborted.ts';
import { imageServers } from './main-process.ts';

/** `address`: of an image that was found. Rejects when it can no longer be read, or as `send` does. */
export async function sendServerImage(
  address: string,
  send: (input: Input<'image.import'>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const servers = imageServers();
  const id = await servers.begin(address);
  try {
    for (;;) {
      signal.throwIfAborted();
      // Also while the server is waited for.
      const { data } = await unlessAborted(servers.read(id), signal);
      if (data === undefined) break;
      await send({ type: 'data', data });
    }
    await send({ type: 'end' });
  } finally {
    void servers.end(id);
  }
}
