// SPDX-License-Identifier: Apache-2.0
/** The cookie that lets one user, and nobody else, use an X display. */

import { randomBytes } from 'node:crypto';

const familyWild = 0xff_ff;
const protocol = 'MIT-MAGIC-COOKIE-1';

/** An Xauthority file with one fresh cookie that counts for every display: server and client read the same file. */
export function freshAuthority(cookie: Buffer = randomBytes(16)): Buffer {
  const family = Buffer.alloc(2);
  family.writeUInt16BE(familyWild);
  return Buffer.concat([family, counted(''), counted(''), counted(protocol), counted(cookie)]);
}

function counted(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}
