// SPDX-License-Identifier: Apache-2.0
/** Reads a file that is named on the command line, or what is piped in, as text of limited length. */

import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { CommandContext } from '../command-context.ts';
import { InputError } from '../input-error.ts';
import type { SourceFile } from './file/read-wanted.ts';

/** A thousand containers take less. */
const maxBytes = 4 * 2 ** 20;

/** `-` is the standard input. */
export async function readSourceFile({ environment, signal }: CommandContext, path: string): Promise<SourceFile> {
  const name = path === '-' ? 'standard input' : path;
  const stream: Readable = path === '-' ? environment.stdin : createReadStream(path);
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      signal.throwIfAborted();
      const buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
      bytes += buffer.length;
      if (bytes > maxBytes) throw new InputError(name, `it is larger than ${maxBytes / 2 ** 20} MiB`);
      pieces.push(buffer);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof InputError) throw error;
    throw new InputError(name, error instanceof Error ? error.message : String(error));
  }
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)) };
  } catch {
    throw new InputError(name, 'it is no text in UTF-8');
  }
}
