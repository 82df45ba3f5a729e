// SPDX-License-Identifier: Apache-2.0
/** Writes entries as a tar archive of one plain form: ustar headers, with an extended header where one is too small. */

import { writeSync } from 'node:fs';
import { blockBytes, type TarHeader } from './tar-header.ts';

export interface TarWriter {
  /** Writes the header; content of `header.size` bytes has to follow. */
  begin(header: TarHeader, attributes: ReadonlyMap<string, string>): void;
  content(piece: Buffer): void;
  /** Ends the entry that was begun. */
  finish(header: TarHeader): void;
  /** Ends the archive. */
  end(): void;
}

const bufferBytes = 256 * 1024;
const maxOctalSize = 8 ** 11;

export function createTarWriter(fd: number): TarWriter {
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let used = 0;

  function flush(piece: Buffer): void {
    for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
  }
  function write(piece: Buffer): void {
    if (used + piece.length > bufferBytes) {
      flush(buffer.subarray(0, used));
      used = 0;
    }
    if (piece.length >= bufferBytes) flush(piece);
    else used += piece.copy(buffer, used);
  }
  const pad = (size: number): void => write(Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes));

  return {
    begin(header, attributes) {
      const records = recordsFor(header, attributes);
      if (records.length > 0) {
        write(headerBlock({ ...header, name: 'extended', target: '', type: 'x', size: records.length }));
        write(records);
        pad(records.length);
      }
      write(headerBlock(header));
    },
    content: write,
    finish: ({ size }) => pad(size),
    end() {
      write(Buffer.alloc(2 * blockBytes));
      flush(buffer.subarray(0, used));
      used = 0;
    },
  };
}

function recordsFor(
  { name, target, size, modifiedAt, modifiedFraction }: TarHeader,
  attributes: ReadonlyMap<string, string>,
): Buffer {
  const records: string[] = [];
  if (name.length > 100) records.push(record('path', name));
  if (target.length > 100) records.push(record('linkpath', target));
  if (modifiedFraction !== '' && isOctalTime(modifiedAt))
    records.push(record('mtime', `${modifiedAt}.${modifiedFraction}`));
  if (size >= maxOctalSize) records.push(record('size', String(size)));
  for (const [attribute, value] of attributes) records.push(record(`SCHILY.xattr.${attribute}`, value));
  return Buffer.from(records.join(''), 'latin1');
}

function isOctalTime(seconds: number): boolean {
  return seconds >= 0 && seconds < maxOctalSize;
}

/** A record begins with its own length, which counts its own digits. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return `${length}${rest}`;
}

function headerBlock({ name, mode, uid, gid, size, modifiedAt, type, target, major, minor }: TarHeader): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(name.slice(0, 100), 0, 'latin1');
  writeOctal(block, 100, 8, mode);
  writeOctal(block, 108, 8, uid);
  writeOctal(block, 116, 8, gid);
  writeOctal(block, 124, 12, size >= maxOctalSize ? 0 : size);
  writeOctal(block, 136, 12, isOctalTime(modifiedAt) ? modifiedAt : 0);
  block.write(type, 156, 'latin1');
  block.write(target.slice(0, 100), 157, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  writeOctal(block, 329, 8, major);
  writeOctal(block, 337, 8, minor);
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  writeOctal(block, 148, 7, sum);
  return block;
}

/** What does not fit would change the field behind it, such as the folder of a name. */
function writeOctal(block: Buffer, offset: number, length: number, value: number): void {
  const digits = value.toString(8).padStart(length - 1, '0');
  if (value < 0 || digits.length >= length) throw new RangeError(`cannot write ${value} as ${length - 1} octal digits`);
  block.write(digits, offset, 'latin1');
}
