// SPDX-License-Identifier: Apache-2.0
/** Reads an index of images: from the server over https, or with its signature checked by `gpgv`. */

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { InputError } from '../../input-error.ts';

export interface ServerChoice {
  /** Address below which the index and the images are. */
  readonly server: string;
  /** File with the public keys, one of which must have signed the index; undefined when https is enough. */
  readonly keyring: string | undefined;
}

/** Bytes. The index of LXC's server has some ten million. */
const largestIndex = 128 * 1024 * 1024;
const indexTimeoutMs = 60_000;

/**
 * The document at `path` below the server, such as `streams/v1/index.json`; with a keyring the signed one that
 * simplestreams names `.sjson`. Rejects with an `InputError` when it cannot be read, is no JSON, or is not signed.
 */
export async function readIndex(
  { server, keyring }: ServerChoice,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const address = addressOf(server, keyring === undefined ? path : path.replace(/\.json$/, '.sjson'));
  const { body } = await fetchFrom(
    address,
    keyring !== undefined,
    AbortSignal.any([signal, AbortSignal.timeout(indexTimeoutMs)]),
  );
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > largestIndex) throw new InputError(address, `it is larger than ${String(largestIndex)} bytes`);
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  const text = keyring === undefined ? bytes : await contentSignedBy(keyring, bytes, address);
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw new InputError(address, 'it is not the index of a server of images');
  }
}

export interface Fetched {
  readonly body: AsyncIterable<Uint8Array>;
  /** Undefined when the server does not say. */
  readonly bytes: number | undefined;
}

/**
 * Where nothing else proves what comes, `isProven` is false and only https is used, also after a redirection, or this
 * machine itself.
 */
export async function fetchFrom(address: string, isProven: boolean, signal: AbortSignal): Promise<Fetched> {
  requireSafe(address, isProven);
  const answer = await fetch(address, { signal }).catch((error: unknown) => {
    throw new InputError(address, reasonOf(error));
  });
  requireSafe(answer.url, isProven);
  if (!answer.ok || answer.body === null)
    throw new InputError(address, `the server answers ${String(answer.status)} ${answer.statusText}`.trim());
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  return { body: bodyOf(answer.body, address), bytes: Number.isSafeInteger(length) ? length : undefined };
}

export function addressOf(server: string, path: string): string {
  return `${server.replace(/\/+$/, '')}/${path}`;
}

async function* bodyOf(body: ReadableStream<Uint8Array>, address: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new InputError(address, reasonOf(error));
  }
}

function requireSafe(address: string, isProven: boolean): void {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || (protocol === 'http:' && (isProven || isThisMachine(hostname)))) return;
  throw new InputError(address, 'without https only a signed index is used: give --keyring, or an address with https');
}

function isThisMachine(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/** What `fetch` says is always the same; the cause says what it was. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** The text of a clear-signed document; what stands beside it is not part of it. */
async function contentSignedBy(keyring: string, signed: Buffer, address: string): Promise<Buffer> {
  return new Promise((done, fail) => {
    const args = ['--keyring', resolve(keyring), '--output', '-'];
    const child = execFile('gpgv', args, { encoding: 'buffer', maxBuffer: largestIndex }, (error, content, said) => {
      if (error === null) done(content);
      else if (error.code === 'ENOENT')
        fail(new InputError(address, 'gpgv is not on this machine; install the package gpgv'));
      else fail(new InputError(address, `its signature is not one of ${keyring}: ${lastLine(said)}`));
    });
    // A program that ended early has said why.
    child.stdin?.on('error', () => undefined).end(signed);
  });
}

function lastLine(text: Buffer): string {
  return text.toString('utf8').trim().split('\n').at(-1) ?? '';
}
