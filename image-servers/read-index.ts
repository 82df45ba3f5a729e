// SPDX-License-Identifier: Apache-2.0
/** Reads an index of images: from the server over https, or with its signature checked by `gpgv`. */

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fetchContent } from './fetch-content.ts';
import { ServerError } from './server-error.ts';

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
 * simplestreams names `.sjson`. Rejects with an `ServerError` when it cannot be read, is no JSON, or is not signed.
 */
export async function readIndex(
  { server, keyring }: ServerChoice,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const address = addressOf(server, keyring === undefined ? path : path.replace(/\.json$/, '.sjson'));
  const soon = AbortSignal.any([signal, AbortSignal.timeout(indexTimeoutMs)]);
  const pieces: Uint8Array[] = [];
  let length = 0;
  const content = await fetchContent(address, { isProven: keyring !== undefined, signal: soon });
  for await (const piece of content.pieces) {
    length += piece.length;
    if (length > largestIndex) throw new ServerError(address, `it is larger than ${String(largestIndex)} bytes`);
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  const text = keyring === undefined ? bytes : await contentSignedBy(keyring, bytes, address);
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw new ServerError(address, 'it is not the index of a server of images');
  }
}

export function addressOf(server: string, path: string): string {
  return `${server.replace(/\/+$/, '')}/${path}`;
}

/** The text of a clear-signed document; what stands beside it is not part of it. */
async function contentSignedBy(keyring: string, signed: Buffer, address: string): Promise<Buffer> {
  return new Promise((done, fail) => {
    const args = ['--keyring', resolve(keyring), '--output', '-'];
    const child = execFile('gpgv', args, { encoding: 'buffer', maxBuffer: largestIndex }, (error, content, said) => {
      if (error === null) done(content);
      else if (error.code === 'ENOENT')
        fail(new ServerError(address, 'gpgv is not on this machine; install the package gpgv'));
      else fail(new ServerError(address, `its signature is not one of ${keyring}: ${lastLine(said)}`));
    });
    // A program that ended early has said why.
    child.stdin?.on('error', () => undefined).end(signed);
  });
}

function lastLine(text: Buffer): string {
  return text.toString('utf8').trim().split('\n').at(-1) ?? '';
}
