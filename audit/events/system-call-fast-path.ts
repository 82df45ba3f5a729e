// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a SYSCALL body as the kernel writes it on x86_64, on bytes, without a string for the line: `arch=c000003e
 * syscall=257 success=no exit=-13 a0=ffffff9c ... comm="cat" exe="/usr/bin/cat"`.
 * Whatever differs in the least is left to `readSystemCall`; on what both read they agree, but for `comm` and `pid`,
 * which the denial of such a call holds itself.
 */

import type { Buffer } from 'node:buffer';
import { rememberBytes } from './byte-memo.ts';
import { decodeUntrusted } from '../records/decode-text.ts';
import type { AuditRecord } from '../records/record.ts';
import { bytesOf, isAt, space, wordEnd } from '../records/scan-bytes.ts';
import { type SystemCall, takesDirectory } from './system-call.ts';
import { syscallName } from './syscall-name.ts';

const callKey = bytesOf(' arch=c000003e syscall=');
const workingDirectory = bytesOf(' a0=ffffff9c ');
const equals = 0x3d;

/** Undefined when the body is not of that shape. */
export function readQuickSystemCall({ bytes, start, end }: AuditRecord): SystemCall | undefined {
  if (!isAt(bytes, start, callKey)) return undefined;
  const frontAt = start + callKey.length;
  const frontEnd = wordEnd(bytes, wordEnd(bytes, frontAt, end) + 1, end);
  const front = frontOf(bytes, frontAt, frontEnd);
  const exeAt = front === undefined ? -1 : exeStart(bytes, frontEnd, end);
  if (front === undefined || exeAt === -1) return undefined;
  return {
    name: front.name,
    success: front.success,
    exe: exeOf(bytes, exeAt, wordEnd(bytes, exeAt, end)),
    comm: null,
    pid: null,
    isFromWorkingDirectory: !front.takesDirectory || isAt(bytes, wordEnd(bytes, frontEnd + 1, end), workingDirectory),
  };
}

/** Just behind ` exe=`; -1 when there is none. Looks at every fifth byte only, until one could belong to the key. */
function exeStart(bytes: Buffer, start: number, end: number): number {
  let at = start + 4;
  while (at < end) {
    const byte = bytes[at];
    if (byte === equals) {
      if (bytes[at - 1] === 0x65 && bytes[at - 2] === 0x78 && bytes[at - 3] === 0x65 && bytes[at - 4] === space)
        return at + 1;
      at += 5;
    } else {
      at += stepAfter(byte);
    }
  }
  return -1;
}

/** How far the next `=` of the key can be, by the character of ` exe` that is here. */
function stepAfter(byte: number | undefined): number {
  if (byte === 0x65) return 1;
  if (byte === 0x78) return 2;
  return byte === space ? 4 : 5;
}

const exeOf = rememberBytes(4096, decodeUntrusted);

/** Reads the front of a record, such as `257 success=no`. */
const frontOf = rememberBytes(1024, (text) => {
  const match = /^(\d{1,5}) success=(yes|no)$/.exec(text);
  const name = match === null ? undefined : syscallName(Number(match[1]));
  if (match === null || name === undefined) return undefined;
  return { name, success: match[2] === 'yes', takesDirectory: takesDirectory(name) };
});
