// SPDX-License-Identifier: Apache-2.0
/** What a program of this machine writes to its standard output. */

import { spawn } from 'node:child_process';

/** A program that writes an archive to its standard output. */
export interface ArchiveProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** What to do when it is not there. */
  readonly install: string;
}

/** Why a program gave nothing, or not all: what it says itself, or that it is not there. */
export class ProgramError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ProgramError';
  }
}

/** Gives it in pieces; the program ends with the signal, or when nobody reads any more. Rejects with a `ProgramError`. */
export async function* readProgram(
  { file, args, install }: ArchiveProgram,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill();
  signal.addEventListener('abort', kill, { once: true });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4000)));
  const ending = new Promise<{ readonly code: number | null; readonly error?: Error }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('close', (code) => resolve({ code }));
  });
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    const { code, error } = await ending;
    signal.throwIfAborted();
    if (error !== undefined && 'code' in error && error.code === 'ENOENT')
      throw new ProgramError(`${file} is not on this machine; ${install}`);
    if (error !== undefined) throw error;
    if (code !== 0) throw new ProgramError(`${file} says: ${words.trim().split('\n').slice(-3).join('; ')}`);
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await ending;
  }
}
