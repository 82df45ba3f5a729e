// SPDX-License-Identifier: Apache-2.0
/**
 * Undoes the audit subsystem's quoting of text that a process controls. Input is a byte string (one character per
 * byte); output is text in which bytes that are not UTF-8 read `\xNN`. The result is data: it is never scanned for
 * records or fields again.
 */

import { Buffer } from 'node:buffer';

/**
 * The kernel quotes a value, or writes it as capital hex when it holds a quote, a space, a control or a non-ASCII byte;
 * absent is `(null)` or `?`.
 */
export function decodeUntrusted(value: string): string | null {
  if (value.charCodeAt(0) === 0x22)
    return decodeBytes(value.slice(1, value.endsWith('"') && value.length > 1 ? -1 : undefined));
  if (value === '' || value === '(null)' || value === '?') return null;
  if (value.length % 2 === 0 && /^[0-9A-F]+$/.test(value))
    return decodeBytes(Buffer.from(value, 'hex').toString('latin1'));
  return decodeBytes(value);
}

/** What `ausearch -i` prints is decoded already, so capital hex is just a name. */
export function decodeInterpreted(value: string): string | null {
  if (value.charCodeAt(0) === 0x22) return decodeUntrusted(value);
  return value === '(null)' || value === '?' ? null : decodeBytes(value);
}

export function decodeBytes(bytes: string): string {
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes.charCodeAt(index) >= 0x80) return decodeUtf8(bytes);
  }
  return bytes;
}

function decodeUtf8(bytes: string): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) text += `\\x${bytes.charCodeAt(index).toString(16).padStart(2, '0')}`;
    else text += Buffer.from(bytes.slice(index, index + length), 'latin1').toString('utf8');
    index += Math.max(length, 1);
  }
  return text;
}

type ByteRange = readonly [lowest: number, highest: number];
const anySecondByte: ByteRange = [0x80, 0xbf];
/** Holds the first bytes whose second byte is limited further. */
const secondBytes: ReadonlyMap<number, ByteRange> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/**
 * Length of the well-formed UTF-8 sequence at `index`, 0 when there is none (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF).
 */
function sequenceLength(bytes: string, index: number): number {
  const first = bytes.charCodeAt(index);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = lengthAfter(first);
  const second = bytes.charCodeAt(index + 1);
  const [lowest, highest] = secondBytes.get(first) ?? anySecondByte;
  if (!(second >= lowest && second <= highest)) return 0;
  for (let offset = 2; offset < length; offset += 1) {
    const byte = bytes.charCodeAt(index + offset);
    if (!(byte >= 0x80 && byte <= 0xbf)) return 0;
  }
  return length;
}

function lengthAfter(first: number): number {
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
