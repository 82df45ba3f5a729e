// SPDX-License-Identifier: Apache-2.0
/** Where the bytes of an archive come from: a file, a folder, stdin, a registry, or a program that makes one. */

import { spawn } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { InputStream } from '../command-environment.ts';
import { InputError } from '../input-error.ts';

export interface Archive {
  /** Its bytes, once. Rejects with an `InputError` when they cannot be read to the end. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Undefined when that is not known. */
  readonly bytes: number | undefined;
  /** What it is called; undefined for a pipe. */
  readonly name: string | undefined;
  /** The digest that it must have, in hexadecimal digits, where it is known from elsewhere. */
  readonly sha256?: string;
}

/** A program that writes an archive to its standard output. */
export interface ArchiveProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** What it makes, for messages. */
  readonly name: string;
  /** What to do when it is not there. */
  readonly install: string;
}

/** Names of images as skopeo has them, of which it makes an archive as docker saves it. */
const ofSkopeo = /^(docker|docker-daemon|containers-storage|oci|dir):/;

/**
 * `file` is a path, `-` for stdin, or an image of a registry, such as `docker://docker.io/library/nginx`. A folder is
 * packed as it is. When the signal aborts, nothing is read any more.
 */
export async function openArchive(file: string, stdin: InputStream, signal: AbortSignal): Promise<Archive> {
  if (file === '-') {
    // Who pipes may write nothing for long.
    signal.addEventListener('abort', () => stdin.destroy(), { once: true });
    return { pieces: stdin as AsyncIterable<Uint8Array>, bytes: undefined, name: undefined };
  }
  if (ofSkopeo.test(file)) {
    const args = ['copy', '--quiet', '--', file, 'docker-archive:/dev/stdout'];
    const install = 'install the package skopeo, or give an archive of the image';
    return { pieces: outputOf({ file: 'skopeo', args, name: file, install }, signal), bytes: undefined, name: file };
  }
  const status = await stat(file).catch((error: unknown) => failToRead(file, error));
  const name = basename(resolve(file));
  if (status.isDirectory()) {
    const args = ['--create', '--file=-', '--numeric-owner', '--xattrs', `--directory=${resolve(file)}`, '--', '.'];
    return {
      pieces: outputOf({ file: 'tar', args, name, install: 'install the package tar' }, signal),
      bytes: undefined,
      name,
    };
  }
  return { pieces: contentOf(file), bytes: status.isFile() ? status.size : undefined, name };
}

/** What a program writes to its standard output; what it says on stderr is said of it when it fails. */
export async function* outputOf(
  { file, args, name, install }: ArchiveProgram,
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
      throw new InputError(name, `${file} is not on this machine; ${install}`);
    if (error !== undefined) throw error;
    if (code !== 0) throw new InputError(name, `${file} says: ${words.trim().split('\n').slice(-3).join('; ')}`);
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await ending;
  }
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r').catch((error: unknown) => failToRead(file, error));
  try {
    yield* handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    failToRead(file, error);
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', EACCES: 'you may not read it' };

function failToRead(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new InputError(file, reasons[code] ?? (error instanceof Error ? error.message : String(error)));
}
