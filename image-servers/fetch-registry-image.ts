// SPDX-License-Identifier: Apache-2.0
/** Fetches an image of a registry by skopeo, as an archive in the form of docker. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryImage } from '../contract/rules/registry-image.ts';
import { type ArchiveProgram, ProgramError, readProgram } from './program-output.ts';
import { ServerError } from './server-error.ts';

/** Takes a name as skopeo has it, `docker://docker.io/library/nginx`; `options` stand before it. */
export function skopeoArchive(source: string, options: readonly string[] = []): ArchiveProgram {
  return {
    file: 'skopeo',
    args: ['copy', '--quiet', ...options, '--', source, 'docker-archive:/dev/stdout'],
    install: 'install the package skopeo, or give an archive of the image',
  };
}

interface FetchRegistryOptions {
  readonly signal: AbortSignal;
  /** Names the folder in which a login is written for the time of the fetch. */
  readonly folder?: string;
  readonly program?: typeof skopeoArchive;
}

/** Rejects with a `ServerError` that says what skopeo says. */
export async function* fetchRegistryImage(
  { reference, login }: RegistryImage,
  { signal, folder = tmpdir(), program = skopeoArchive }: FetchRegistryOptions,
): AsyncGenerator<Uint8Array> {
  // A password among the arguments could be read by every user of this machine.
  const secret = login === null ? undefined : await mkdtemp(join(folder, 'bulkhead-login-'));
  try {
    const options = secret === undefined ? [] : [`--src-authfile=${await writeLogin(secret, reference, login)}`];
    yield* readProgram(program(`docker://${reference}`, options), signal);
  } catch (error) {
    throw error instanceof ProgramError ? new ServerError(reference, error.message) : error;
  } finally {
    if (secret !== undefined) await rm(secret, { recursive: true, force: true });
  }
}

/** Gives the path of the file, which only this user can read. */
async function writeLogin(folder: string, reference: string, login: RegistryImage['login']): Promise<string> {
  const path = join(folder, 'auth.json');
  const [registry = ''] = reference.split('/');
  const auth = Buffer.from(`${login?.user ?? ''}:${login?.password ?? ''}`).toString('base64');
  await writeFile(path, JSON.stringify({ auths: { [registry]: { auth } } }), { mode: 0o600 });
  return path;
}
