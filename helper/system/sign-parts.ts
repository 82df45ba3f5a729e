// SPDX-License-Identifier: Apache-2.0
/** Signs what the helper hands out as evidence: a hash for the JSON text of each part, and a signature over the hashes. */

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedDrillReport } from '../../contract/model/drill.ts';
import { writeDurably } from './files/write-durably.ts';

export type Part = readonly [name: string, value: unknown];
export type Signed = Pick<SignedDrillReport, 'hashes' | 'signature'>;

/** The helper's key, which is created when it is first asked for; `folder` is the helper's own. */
export function signingKey(folder: string): KeyObject {
  const path = join(folder, 'key.pem');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  }
  return createPrivateKey(readFileSync(path));
}

export function signParts(parts: readonly Part[], privateKey: KeyObject): Signed {
  const hashes = hashesOf(parts);
  return {
    hashes,
    signature: {
      algorithm: 'ed25519',
      publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
      value: sign(null, Buffer.from(JSON.stringify(hashes)), privateKey).toString('base64'),
    },
  };
}

/** True when every part has the hash that was signed. */
export function isGenuine(parts: readonly Part[], { hashes, signature }: Signed): boolean {
  return (
    JSON.stringify(hashesOf(parts)) === JSON.stringify(hashes) &&
    verify(
      null,
      Buffer.from(JSON.stringify(hashes)),
      createPublicKey(signature.publicKey),
      Buffer.from(signature.value, 'base64'),
    )
  );
}

function hashesOf(parts: readonly Part[]): Signed['hashes'] {
  return parts.map(([part, value]) => ({
    part,
    sha256: createHash('sha256').update(JSON.stringify(value)).digest('hex'),
  }));
}
