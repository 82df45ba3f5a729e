// SPDX-License-Identifier: Apache-2.0
/** Writes a file of this machine, whole or not at all. */

import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes it under another name until it is whole, so that nobody takes a part for the whole. Gives what `fill` gives;
 * when that rejects, a file that was there stays as it was.
 */
export async function writeWhole<T>(
  path: string,
  fill: (write: (piece: Uint8Array) => Promise<void>) => Promise<T>,
): Promise<T> {
  const part = `${path}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    const filled = await fill((piece) => handle.writeFile(piece));
    await handle.sync();
    await handle.close();
    await rename(part, path);
    return filled;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
