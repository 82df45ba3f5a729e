// SPDX-License-Identifier: Apache-2.0
/** Sends a file that a person chose to the host, as fast as it takes it. */

import { imagePieceBytes } from '../../contract/operations/image.ts';
import type { Input } from '../../contract/operations/index.ts';
import { t } from '../lib/language/t.ts';

/** Rejects when the file can no longer be read, or as `send` does. */
export async function sendFile(file: File, send: (input: Input<'image.import'>) => Promise<void>): Promise<void> {
  for (let at = 0; at < file.size; at += imagePieceBytes)
    await send({ type: 'data', data: await base64Of(file.slice(at, at + imagePieceBytes)) });
  await send({ type: 'end' });
}

/** By the browser itself, which is much faster than code. */
function base64Of(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error(t('cannot read the file')));
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.readAsDataURL(part);
  });
}
