// SPDX-License-Identifier: Apache-2.0
/** Copies a file of this machine into a pipe that another program reads. */

import { constants, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Socket } from 'node:net';
import { InputError } from '../input-error.ts';

const pieceBytes = 1024 * 1024;

/**
 * False when nobody reads the pipe any more, who then has a reason. Rejects with an `InputError` when the file cannot be
 * read or the pipe cannot be opened, and when the signal aborts.
 */
export async function copyToPipe(path: string, pipe: string, signal: AbortSignal): Promise<boolean> {
  const file = await open(path, 'r').catch((error: unknown) => failToRead(path, messageOf(error)));
  try {
    signal.throwIfAborted();
    const to = openPipe(pipe, signal);
    try {
      await copy(file, to.write);
      // A write that is cut off by the signal counts as done.
      signal.throwIfAborted();
      return true;
    } finally {
      await to.close();
    }
  } catch (error) {
    const code = codeOf(error);
    // Nobody reads it any more; or not even when it was opened.
    if (code === 'EPIPE' || code === 'ENXIO') return false;
    if (signal.aborted) throw error;
    return failToRead(path, messageOf(error));
  } finally {
    await file.close();
  }
}

async function copy(file: FileHandle, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(pieceBytes);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    await write(buffer.subarray(0, bytesRead));
  }
}

interface PipeEnd {
  /** Resolves when the pipe has taken all of it. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** An open that waited for somebody who reads could not be ended. */
function openPipe(path: string, signal: AbortSignal): PipeEnd {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  const pipe = new Socket({ fd, readable: false, writable: true, signal });
  const closed = new Promise<void>((resolve) => pipe.once('close', () => resolve()));
  // Each write says so too.
  pipe.on('error', () => undefined);
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        pipe.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    close() {
      pipe.destroy();
      return closed;
    },
  };
}

function failToRead(path: string, reason: string): never {
  throw new InputError(path, reason);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
