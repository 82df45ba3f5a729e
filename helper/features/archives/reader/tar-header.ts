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
    const length = space === -1 ? Number.NaN : wholeNumber(body.toString('latin1', at, space), 10);
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
  return block.every((byte) => byte === 0);
}

function sizeOf(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0 || value > maxSize)
    throw new UnusableError('it is damaged: the size of an entry is impossible');
  return value;
}

function textAt(block: Buffer, offset: number, length: number): string {
  const text = block.toString('latin1', offset, offset + length);
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

/** Octal digits, or GNU's form for what is too large for them: the bytes of the number, after a marked first one. */
function numberAt(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if ((first & 0x80) === 0) {
    const text = block.toString('latin1', offset, offset + length).replace(/^[ \0]+|[ \0]+.*$/gs, '');
    return text === '' ? 0 : wholeNumber(text, 8);
  }
  let value = first === 0xff ? -1 : first & 0x7f;
  for (const byte of block.subarray(offset + 1, offset + length)) value = value * 256 + byte;
  return value;
}

function wholeNumber(text: string, base: 8 | 10): number {
  if (!(base === 8 ? /^[0-7]+$/ : /^[0-9]+$/).test(text))
    throw new UnusableError('it is damaged: a number in a header cannot be read');
  return Number.parseInt(text, base);
}

const sumBegin = 148;
const sumEnd = 156;

/** The field of the sum counts as spaces. Some old programs added the bytes as signed ones. */
function isSumRight(block: Buffer): boolean {
  const written = Number.parseInt(block.toString('latin1', sumBegin, sumEnd).trim(), 8);
  let sum = sumOf(block);
  for (let at = sumBegin; at < sumEnd; at += 1) sum += 0x20 - (block[at] ?? 0);
  if (written === sum) return true;
  for (let at = 0; at < blockBytes; at += 1)
    if ((at < sumBegin || at >= sumEnd) && (block[at] ?? 0) >= 0x80) sum -= 0x100;
  return written === sum;
}
