// SPDX-License-Identifier: Apache-2.0
/**
 * The blocks of a tar archive of one plain form: ustar headers, with an extended header where one is too small. Text has
 * one character for each byte.
 */

export const blockBytes = 512;

export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content that follow. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly modifiedAt: number;
  /** The digits that follow them: tenths, hundredths and so on, nine at most; mostly none. */
  readonly modifiedFraction: string;
  /**
   * The type is one character: `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` pipe.
   */
  readonly type: string;
  readonly target: string;
  /** Only a device has these numbers. */
  readonly major: number;
  readonly minor: number;
}

const maxOctalSize = 8 ** 11;
const zeros = Buffer.alloc(blockBytes);
const noAttributes: ReadonlyMap<string, string> = new Map();

/** What comes before the content of an entry. */
export function headerBlocks(header: TarHeader, attributes = noAttributes): Buffer {
  const records = recordsFor(header, attributes);
  const blocks = Buffer.allocUnsafe(headerBytes(records));
  putHeader(blocks, 0, { header, records });
  return blocks;
}

/** How many bytes come before the content of an entry with these records. */
export function headerBytes(records: string): number {
  return records === '' ? blockBytes : 2 * blockBytes + records.length + paddingBytes(records.length);
}

/** Writes what comes before the content of an entry, with the records that it needs, where there is room for it. */
export function putHeader(
  buffer: Buffer,
  at: number,
  { header, records }: { readonly header: TarHeader; readonly records: string },
): void {
  const size = records.length;
  if (size > 0) {
    putBlock(buffer, at, { ...header, name: 'extended', target: '', type: 'x', size });
    buffer.write(records, at + blockBytes, 'latin1');
    buffer.fill(0, at + blockBytes + size, at + blockBytes + size + paddingBytes(size));
  }
  putBlock(buffer, at + headerBytes(records) - blockBytes, header);
}

/** What comes after content of so many bytes. */
export function padding(size: number): Buffer {
  return zeros.subarray(0, paddingBytes(size));
}

/** How many bytes these are. */
export function paddingBytes(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

/** The end of an archive. */
export function endBlocks(): Buffer {
  return Buffer.alloc(2 * blockBytes);
}

/** The records of the extended header that an entry needs, for what its own has no room for; mostly none. */
export function recordsFor(
  { name, target, size, modifiedAt, modifiedFraction }: TarHeader,
  attributes: ReadonlyMap<string, string>,
): string {
  let records = '';
  if (name.length > 100) records += record('path', name);
  if (target.length > 100) records += record('linkpath', target);
  if (modifiedFraction !== '' && isOctalTime(modifiedAt))
    records += record('mtime', `${modifiedAt}.${modifiedFraction}`);
  if (size >= maxOctalSize) records += record('size', String(size));
  for (const [attribute, value] of attributes) records += record(`SCHILY.xattr.${attribute}`, value);
  return records;
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

function putBlock(
  buffer: Buffer,
  at: number,
  { name, mode, uid, gid, size, modifiedAt, type, target, major, minor }: TarHeader,
): void {
  buffer.fill(0, at, at + blockBytes);
  buffer.write(name, at, 100, 'latin1');
  putOctal(buffer, at + 100, 7, mode);
  putOctal(buffer, at + 108, 7, uid);
  putOctal(buffer, at + 116, 7, gid);
  putOctal(buffer, at + 124, 11, size >= maxOctalSize ? 0 : size);
  putOctal(buffer, at + 136, 11, isOctalTime(modifiedAt) ? modifiedAt : 0);
  buffer.fill(0x20, at + 148, at + 156);
  buffer.write(type, at + 156, 1, 'latin1');
  buffer.write(target, at + 157, 100, 'latin1');
  buffer.write('ustar\u000000', at + 257, 'latin1');
  putOctal(buffer, at + 329, 7, major);
  putOctal(buffer, at + 337, 7, minor);
  putOctal(buffer, at + 148, 6, sumOf(buffer, at));
}

/** The sum of the bytes of a block. By an index: an iterator costs several times as much, for each file of a tree. */
export function sumOf(buffer: Buffer, begin = 0): number {
  let sum = 0;
  for (let at = begin; at < begin + blockBytes; at += 1) sum += buffer[at] ?? 0;
  return sum;
}

/** What does not fit would change the field behind it, such as the folder of a name. */
function putOctal(buffer: Buffer, offset: number, digits: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`cannot write ${value} as octal digits`);
  let rest = value;
  for (let at = offset + digits - 1; at >= offset; at -= 1) {
    buffer[at] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
  if (rest > 0) throw new RangeError(`cannot write ${value} as ${digits} octal digits`);
}
