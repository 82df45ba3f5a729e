// SPDX-License-Identifier: Apache-2.0
/** Reads the bytes of a log, from a file or from stdin, into the buffer of its reader. */

import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { InputError } from '../../input-error.ts';
import type { InputStream } from '../../command-environment.ts';

export const inputBufferBytes = 1024 * 1024;

/** Takes the bytes of a log and processes them. */
export interface InputSink {
  /**
   * The place for the bytes that follow `ahead` other bytes, which are in the buffer before it but not reported by
   * `filled` yet. Empty when those have to be reported first.
   */
  space(ahead: number): Buffer;
  /** Reports that `length` more bytes of the buffer are in use. */
  filled(length: number): void;
  end(): void;
}

/** `file` is a path, or `-` for stdin. Puts bytes into the sink's buffer and yields their number, piece by piece. */
export async function* fillFromInput(file: string, sink: InputSink, stdin: InputStream): AsyncGenerator<number> {
  if (file === '-') {
    yield* fillFromStream(sink, stdin);
    return;
  }
  const handle = await open(file, 'r').catch((error: unknown) => failToRead(file, error));
  const read = (space: Buffer): Promise<number> =>
    handle.read(space, 0, space.length, null).then(({ bytesRead }) => bytesRead);
  let reading = read(sink.space(0));
  try {
    for (;;) {
      const length = await reading.catch((error: unknown) => failToRead(file, error));
      if (length === 0) return;
      // The next bytes are read while these are processed.
      const ahead = sink.space(length);
      if (ahead.length > 0) reading = read(ahead);
      yield length;
      if (ahead.length === 0) reading = read(sink.space(0));
    }
  } finally {
    await reading.catch(() => undefined);
    await handle.close();
  }
}

async function* fillFromStream(sink: InputSink, stream: InputStream): AsyncGenerator<number> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    for (let at = 0; at < bytes.length;) {
      const length = bytes.copy(sink.space(0), 0, at);
      at += length;
      yield length;
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a directory',
};

function failToRead(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new InputError(file, reasons[code] ?? (error instanceof Error ? error.message : String(error)));
}
