// SPDX-License-Identifier: Apache-2.0
/** Verifies what a helper signed, without that helper: the hash of each part, and the signature over the hashes. */

import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { hashParts, type Part, type Signed } from '../contract/signed-parts.ts';

/** True when every part has the hash that was signed by the key which is named there; whose key it is, is not said. */
export function isGenuine(parts: readonly Part[], { hashes, signature }: Signed): boolean {
  const key = readPublicKey(signature.publicKey);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  return (
    key !== undefined &&
    JSON.stringify(hashParts(parts, sha256)) === JSON.stringify(hashes) &&
    verify(null, Buffer.from(JSON.stringify(hashes)), key, Buffer.from(signature.value, 'base64'))
  );
}

/** True when both texts are the same public key; false also for a text that is none. */
export function isSameKey(one: string, other: string): boolean {
  const key = readPublicKey(one);
  const otherKey = readPublicKey(other);
  return key !== undefined && otherKey !== undefined && key.equals(otherKey);
}

/** Takes a public key in PEM, and gives the SHA-256 by which people compare it; undefined for a text that is none. */
export function fingerprintOf(pem: string): string | undefined {
  const der = readPublicKey(pem)?.export({ type: 'spki', format: 'der' });
  return der === undefined ? undefined : createHash('sha256').update(der).digest('hex');
}

function readPublicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
