// SPDX-License-Identifier: Apache-2.0
/**
 * The header of one entry of a tar archive, and the extended headers before it, in the forms of ustar, pax and GNU. Text
 * is kept as one character for each byte, so that names and attributes of any encoding stay as they are.
 */

import { blockBytes, sumOf, type TarHeader } from '../../../system/files/tar-blocks.ts';
import { shownName, UnusableError } from './unusable-error.ts';

const maxSize = 2 ** 50;

/** Fails when the block is no header. */
export function parseHeader(block: Buffer): TarHeader {
  if (!isSumRight(block))
    throw new UnusableError('it is no tar archive, or it is damaged: the sum of a header is wrong');
  const magic = block.toString('latin1', 257, 263);
  const prefix = magic === 'ustar\0' ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: numberAt(block, 100, 8) & 0o7777,
    uid: numberAt(block, 108, 8),
    gid: numberAt(block, 116, 8),
    size: sizeOf(numberAt(block, 124, 12)),
    modifiedAt: numberAt(block, 136, 12),
    modifiedFraction: '',
    type: block[156] === 0 ? '0' : block.toString('latin1', 156, 157),
    target: textAt(block, 157, 100),
    major: magic.startsWith('ustar') ? numberAt(block, 329, 8) : 0,
    minor: magic.startsWith('ustar') ? numberAt(block, 337, 8) : 0,
  };
}

/** The records of an extended header, by key. */
export function parseRecords(body: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : numberOf(body, { begin: at, end: space, base: 10 });
    const equals = body.indexOf(0x3d, space);
    if (!(length > space - at + 1) || at + length > body.length || equals === -1 || equals >= at + length)
      throw new UnusableError('it is damaged: an extended header cannot be read');
    records.set(body.toString('latin1', space + 1, equals), body.toString('latin1', equals + 1, at + length - 1));
    at += length;
  }
  return records;
}

/** The header, with what the extended header before it says otherwise. */
export function withRecords(header: TarHeader, records: ReadonlyMap<string, string>): TarHeader {
  if (records.size === 0) return header;
  const number = (key: string, otherwise: number): number => {
    const text = records.get(key);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (text === '' || !Number.isFinite(value))
      throw new UnusableError(`it is damaged: the ${key} of ${shownName(header.name)} is no number`);
    return value;
  };
  return {
    ...header,
    name: records.get('path') ?? header.name,
    target: records.get('linkpath') ?? header.target,
    uid: number('uid', header.uid),
    gid: number('gid', header.gid),
    size: sizeOf(number('size', header.size)),
    // A number has not the digits for nanoseconds.
    modifiedAt: Math.floor(number('mtime', header.modifiedAt)),
    modifiedFraction: /^[0-9]+\.([0-9]{1,9})/.exec(records.get('mtime') ?? '')?.[1] ?? '',
  };
}

export function isZero(block: Buffer): boolean {
  return block[0] === 0 && block.every((byte) => byte === 0);
}

function sizeOf(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0 || value > maxSize)
    throw new UnusableError('it is damaged: the size of an entry is impossible');
  return value;
}

function textAt(block: Buffer, offset: number, length: number): string {
  let end = offset;
  while (end < offset + length && block[end] !== 0) end += 1;
  return end === offset ? '' : block.toString('latin1', offset, end);
}

/** Octal digits, or GNU's form for what is too large for them: the bytes of the number, after a marked first one. */
function numberAt(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if ((first & 0x80) === 0) {
    const limit = offset + length;
    let begin = offset;
    while (begin < limit && isBlank(block[begin])) begin += 1;
    let end = begin;
    while (end < limit && !isBlank(block[end])) end += 1;
    return begin === end ? 0 : numberOf(block, { begin, end, base: 8 });
  }
  let value = first === 0xff ? -1 : first & 0x7f;
  for (const byte of block.subarray(offset + 1, offset + length)) value = value * 256 + byte;
  return value;
}

/** Reads the number by its bytes: each header has seven, and a text of each costs more than all else in it. */
function numberOf(
  bytes: Buffer,
  { begin, end, base }: { readonly begin: number; readonly end: number; readonly base: 8 | 10 },
): number {
  let value = 0;
  for (let at = begin; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit >= base) failNumber();
    value = value * base + digit;
  }
  return begin === end ? failNumber() : value;
}

function failNumber(): never {
  throw new UnusableError('it is damaged: a number in a header cannot be read');
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0;
}

const sumBegin = 148;
const sumEnd = 156;

/** The field of the sum counts as spaces. Some old programs added the bytes as signed ones. */
function isSumRight(block: Buffer): boolean {
  const written = writtenSum(block);
  let sum = sumOf(block);
  for (let at = sumBegin; at < sumEnd; at += 1) sum += 0x20 - (block[at] ?? 0);
  if (written === sum) return true;
  for (let at = 0; at < blockBytes; at += 1)
    if ((at < sumBegin || at >= sumEnd) && (block[at] ?? 0) >= 0x80) sum -= 0x100;
  return written === sum;
}

/** Undefined when it has no digits. What follows them does not count: programs end them in different ways. */
function writtenSum(block: Buffer): number | undefined {
  let begin = sumBegin;
  while (begin < sumEnd && block[begin] === 0x20) begin += 1;
  let end = begin;
  while (end < sumEnd && isOctalDigit(block[end])) end += 1;
  return begin === end ? undefined : numberOf(block, { begin, end, base: 8 });
}

function isOctalDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x37;
}
