// SPDX-License-Identifier: Apache-2.0
/** Reads what is too secret for the words of a command, which every user of a machine can see. */

import { readFile } from 'node:fs/promises';
import type { InputStream } from '../command-environment.ts';
import { UsageError } from '../usage-error.ts';

/** The first line of a file, or of stdin for `-`. */
export async function readLineOf(file: string, stdin: InputStream, signal: AbortSignal): Promise<string> {
  const text = await (file === '-' ? readAll(stdin, signal) : readFile(file, { encoding: 'utf8', signal })).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  const [line = ''] = text.split('\n');
  if (line.trim() === '') throw new UsageError(`the first line of ${file} is empty`);
  return line.trim();
}

const maxCharacters = 64 * 1024;

async function readAll(stdin: InputStream, signal: AbortSignal): Promise<string> {
  signal.addEventListener('abort', () => stdin.destroy(), { once: true });
  let text = '';
  for await (const piece of stdin.setEncoding('utf8') as AsyncIterable<string>) {
    text += piece;
    if (text.length > maxCharacters || text.includes('\n')) break;
  }
  return text;
}
