/** Brings the bytes of a log, from a file or from stdin, into the room of whoever reads them. */

import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { InputError } from '../input-error.ts';
import type { InputStream } from '../surroundings.ts';

export const inputBufferBytes = 1024 * 1024;

/** Where the bytes of a log go, and what comes of them. */
export interface InputSink {
  /** Room for the next bytes. */
  space(): Buffer;
  /** So many bytes of the room hold something now. */
  filled(length: number): void;
  end(): void;
}

/** `file` is a path, or `-` for stdin. Puts bytes into the sink's room and gives their number, piece by piece. */
export async function* fillFromInput(file: string, sink: InputSink, stdin: InputStream): AsyncGenerator<number> {
  if (file === '-') {
    yield* fillFromStream(sink, stdin);
    return;
  }
  const handle = await open(file, 'r').catch((error: unknown) => refuse(file, error));
  try {
    for (;;) {
      const space = sink.space();
      const { bytesRead } = await handle.read(space, 0, space.length, null).catch((error: unknown) => refuse(file, error));
      if (bytesRead === 0) return;
      yield bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function* fillFromStream(sink: InputSink, stream: InputStream): AsyncGenerator<number> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.copy(sink.space(), 0, at);
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

function refuse(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new InputError(file, reasons[code] ?? (error instanceof Error ? error.message : String(error)));
}
