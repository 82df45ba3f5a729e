// SPDX-License-Identifier: Apache-2.0
/** Sends a file that a person chose to the host, as fast as it takes it. */

import { imagePieceBytes } from '../../contract/operations/host/image.ts';
import type { Input } from '../../contract/operations/index.ts';

/** Rejects when the file can no longer be read, or as `send` does. */
export async function sendFile(file: File, send: (input: Input<'image.import'>) => Promise<void>): Promise<void> {
  for (let at = 0; at < file.size; at += imagePieceBytes)
    await send({ type: 'data', data: await bytesOf(file.slice(at, at + imagePieceBytes)) });
  await send({ type: 'end' });
}

async function bytesOf(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer());
}
