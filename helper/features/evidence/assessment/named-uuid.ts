// SPDX-License-Identifier: Apache-2.0
/** Makes UUIDs of version 5 (RFC 9562) from names, so that the same evidence has the same ones. */

import { createHash } from 'node:crypto';

/** Is the namespace of all names of this program. */
const namespace = Buffer.from('5f0d7c0e3a5b4c6e9d1f8a2b7c4e6d90', 'hex');

export function namedUuid(...names: readonly string[]): string {
  // Names are quoted, so that no two lists of names give the same text.
  const digest = createHash('sha1').update(namespace).update(JSON.stringify(names)).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
