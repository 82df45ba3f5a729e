// SPDX-License-Identifier: Apache-2.0
/** Signs what the helper hands out as evidence: a hash for the JSON text of each part, and a signature over the hashes. */

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashParts, type Part, type Signed } from '../../contract/signed-parts.ts';
import { writeDurably } from './files/write-durably.ts';

const keyFile = (folder: string): string => join(folder, 'key.pem');

/** The helper's key, which is created when it is first asked for; `folder` is the helper's own. */
export function signingKey(folder: string): KeyObject {
  const path = keyFile(folder);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  }
  return createPrivateKey(readFileSync(path));
}

export function signParts(parts: readonly Part[], privateKey: KeyObject): Signed {
  const hashes = hashParts(parts, (text) => createHash('sha256').update(text).digest('hex'));
  return {
    hashes,
    signature: {
      algorithm: 'ed25519',
      publicKey: publicTextOf(privateKey),
      value: signText(JSON.stringify(hashes), privateKey),
    },
  };
}

/** Gives the signature of a text as base64. */
export function signText(text: string, privateKey: KeyObject): string {
  return sign(null, Buffer.from(text), privateKey).toString('base64');
}

/** The public half of the helper's key, in PEM; undefined before the helper has signed anything. */
export function publicKeyIn(folder: string): string | undefined {
  return existsSync(keyFile(folder)) ? publicTextOf(signingKey(folder)) : undefined;
}

export function publicTextOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}
