// SPDX-License-Identifier: Apache-2.0
/** The names in an open folder, as bytes: what is no UTF-8 would not lead back to its file. */

import { opendir } from 'node:fs/promises';
import { throughDescriptor } from './file-tree.ts';

interface Named {
  readonly name: Buffer;
}

/** Names that the kernel gives at a time. */
const namesPerCall = 512;

/**
 * Opens the names in no order; closes what it opened also when the caller leaves. The types of Node know of no names as
 * bytes here.
 */
export async function openNames(folder: number): Promise<AsyncIterable<Named>> {
  const names = await opendir(throughDescriptor(folder), {
    encoding: 'buffer' as BufferEncoding,
    bufferSize: namesPerCall,
  });
  return names as unknown as AsyncIterable<Named>;
}
