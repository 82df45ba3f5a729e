// SPDX-License-Identifier: Apache-2.0
/** Opens the source of an archive: a file, a folder, stdin, a registry, or a program that makes one. */

import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { skopeoArchive } from '../../image-servers/fetch-registry-image.ts';
import { type ArchiveProgram, ProgramError, readProgram } from '../../image-servers/program-output.ts';
import type { InputStream } from '../command-environment.ts';
import { InputError } from '../input-error.ts';

export interface Archive {
  /** Gives the bytes of the archive, once. Rejects with an `InputError` when they cannot be read to the end. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Undefined when that is not known. */
  readonly bytes: number | undefined;
  /** What it is called; undefined for a pipe. */
  readonly name: string | undefined;
  /** The digest that it must have, in hexadecimal digits, where it is known from elsewhere. */
  readonly sha256?: string;
}

/** A program that makes an archive, with what it makes, for messages. */
export type NamedProgram = ArchiveProgram & { readonly name: string };

/** Names of images as skopeo has them, of which it makes an archive as docker saves it. */
const ofSkopeo = /^(docker|docker-daemon|containers-storage|oci|dir):/;

/**
 * `file` is a path, `-` for stdin, or an image of a registry, such as `docker://docker.io/library/nginx`. A folder is
 * packed as it is. When the signal aborts, nothing is read any more.
 */
export async function openArchive(file: string, stdin: InputStream, signal: AbortSignal): Promise<Archive> {
  if (file === '-') {
    // The writer of a pipe may send nothing for long.
    signal.addEventListener('abort', () => stdin.destroy(), { once: true });
    return { pieces: stdin as AsyncIterable<Uint8Array>, bytes: undefined, name: undefined };
  }
  if (ofSkopeo.test(file)) {
    return { pieces: outputOf({ ...skopeoArchive(file), name: file }, signal), bytes: undefined, name: file };
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
export async function* outputOf(program: NamedProgram, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* readProgram(program, signal);
  } catch (error) {
    throw error instanceof ProgramError ? new InputError(program.name, error.message) : error;
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
