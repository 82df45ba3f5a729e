// SPDX-License-Identifier: Apache-2.0
/** Sends what a server of images or a registry has to the host: the main process fetches it, as fast as the host takes it. */

import type { Input } from '../../contract/operations/index.ts';
import type { RegistryImage } from '../../contract/rules/registry-image.ts';
import { unlessAborted } from '../../rpc/async/unless-aborted.ts';
import { imageServers } from './main-process.ts';

type Send = (input: Input<'image.import'>) => Promise<void>;

/** `address`: of an image that was found. Rejects when it can no longer be read, or as `send` does. */
export async function sendServerImage(address: string, send: Send, signal: AbortSignal): Promise<void> {
  await sendDownload(await imageServers().begin(address), send, signal);
}

/** Sends the archive of an image of a registry. */
export async function sendRegistryImage(image: RegistryImage, send: Send, signal: AbortSignal): Promise<void> {
  await sendDownload(await imageServers().beginRegistry(image), send, signal);
}

async function sendDownload(id: string, send: Send, signal: AbortSignal): Promise<void> {
  const servers = imageServers();
  try {
    for (;;) {
      signal.throwIfAborted();
      // The signal ends also the wait for the server.
      const { data } = await unlessAborted(servers.read(id), signal);
      if (data === undefined) break;
      await send({ type: 'data', data });
    }
    await send({ type: 'end' });
  } finally {
    void servers.end(id);
  }
}
