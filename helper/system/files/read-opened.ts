// SPDX-License-Identifier: Apache-2.0

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { say, type Words } from '../../../contract/text.ts';

export interface OpenedFile {
  readonly path: string;
  /** The file was opened by `O_PATH`: to open a device or a pipe for reading may do something. */
  readonly descriptor: number;
  readonly maxBytes: number;
}

/** What a file holds that was opened by its path alone, or why it is not read. Only a regular file is. */
export function readOpened({
  path,
  descriptor,
  maxBytes,
}: OpenedFile): { readonly text: string } | { readonly problem: Words } {
  const status = fstatSync(descriptor);
  if (!status.isFile()) return { problem: say('{path} is no plain file', { path }) };
  if (status.size > maxBytes) return { problem: say('{path} is larger than {maxBytes} bytes', { path, maxBytes }) };
  const readable = openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY);
  try {
    return { text: readFileSync(readable, 'utf8') };
  } finally {
    closeSync(readable);
  }
}
