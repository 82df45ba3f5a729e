// SPDX-License-Identifier: Apache-2.0
/**
 * The beginning of a file of the kernel's that may be of any length. It is read in the background, since the kernel makes
 * such text a page at a time.
 */

import { open } from 'node:fs/promises';

const chunkBytes = 65_536;

/** Reads at most so many bytes; undefined when it cannot be read. */
export async function readTextStart(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const parts: Buffer[] = [];
      for (let left = maxBytes; left > 0;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(chunkBytes, left)));
        if (bytesRead === 0) break;
        parts.push(buffer.subarray(0, bytesRead));
        left -= bytesRead;
      }
      return Buffer.concat(parts).toString('latin1');
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
