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

interface OctalField {
  /** Is where it begins in its block. */
  readonly at: number;
  readonly digits: number;
}

const octalFields = {
  mode: { at: 100, digits: 7 },
  uid: { at: 108, digits: 7 },
  gid: { at: 116, digits: 7 },
  size: { at: 124, digits: 11 },
  modifiedAt: { at: 136, digits: 11 },
  sum: { at: 148, digits: 6 },
  major: { at: 329, digits: 7 },
  minor: { at: 337, digits: 7 },
} as const satisfies Readonly<Record<string, OctalField>>;

function putBlock(
  buffer: Buffer,
  at: number,
  { name, mode, uid, gid, size, modifiedAt, type, target, major, minor }: TarHeader,
): void {
  const block = buffer.subarray(at, at + blockBytes);
  block.fill(0);
  block.write(name, 0, 100, 'latin1');
  putOctal(block, octalFields.mode, mode);
  putOctal(block, octalFields.uid, uid);
  putOctal(block, octalFields.gid, gid);
  putOctal(block, octalFields.size, size >= maxOctalSize ? 0 : size);
  putOctal(block, octalFields.modifiedAt, isOctalTime(modifiedAt) ? modifiedAt : 0);
  block.fill(0x20, 148, 156);
  block.write(type, 156, 1, 'latin1');
  block.write(target, 157, 100, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  putOctal(block, octalFields.major, major);
  putOctal(block, octalFields.minor, minor);
  putOctal(block, octalFields.sum, sumOf(block));
}

/** The sum of the bytes of a block. By an index: an iterator costs several times as much, for each file of a tree. */
export function sumOf(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < blockBytes; at += 1) sum += block[at] ?? 0;
  return sum;
}

/** What does not fit would change the field behind it, such as the folder of a name. */
function putOctal(block: Buffer, { at: begin, digits }: OctalField, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`cannot write ${value} as octal digits`);
  let rest = value;
  for (let at = begin + digits - 1; at >= begin; at -= 1) {
    block[at] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
  if (rest > 0) throw new RangeError(`cannot write ${value} as ${digits} octal digits`);
}
