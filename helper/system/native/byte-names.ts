// SPDX-License-Identifier: Apache-2.0
/**
 * Names of files between the kernel's bytes and the contract's text. A byte that is no part of UTF-8 becomes a lone
 * surrogate from U+DC80 to U+DCFF and back, as in Python (PEP 383), so each name has one text, and each text one name.
 */

import { isUtf8 } from 'node:buffer';

const firstLone = 0xdc00;
/** This flag keeps a surrogate that belongs to a pair from matching. */
const loneSurrogate = /\p{Surrogate}/u;

export function textOfName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = lengthOfCharacter(bytes, at);
    text += length === 0 ? String.fromCharCode(firstLone + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

export function bytesOfName(text: string): Buffer {
  if (!loneSurrogate.test(text)) return Buffer.from(text, 'utf8');
  return Buffer.concat(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= firstLone + 0x80 && code <= firstLone + 0xff
        ? Buffer.of(code - firstLone)
        : Buffer.from(character, 'utf8');
    }),
  );
}

/** Bytes of the character that begins there; 0 when none does. */
function lengthOfCharacter(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1)
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  return 0;
}
