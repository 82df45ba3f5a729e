// SPDX-License-Identifier: Apache-2.0
/** Sends an archive to the helper, as fast as it takes it. */

import { Buffer } from 'node:buffer';
import { imagePieceBytes } from '../../contract/operations/image.ts';
import type { Input } from '../../contract/operations/index.ts';

/** Rejects with why the archive cannot be read, or as `send` does. */
export async function sendArchive(
  pieces: AsyncIterable<Uint8Array>,
  send: (input: Input<'image.import'>) => Promise<void>,
): Promise<void> {
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; at += imagePieceBytes) {
      const part = Buffer.from(piece).subarray(at, at + imagePieceBytes);
      await send({ type: 'data', data: part.toString('base64') });
    }
  await send({ type: 'end' });
}
