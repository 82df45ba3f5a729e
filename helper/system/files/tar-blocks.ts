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
  /** One character: `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` pipe. */
  readonly type: string;
  readonly target: string;
  /** Of a device. */
  readonly major: number;
  readonly minor: number;
}

const maxOctalSize = 8 ** 11;
const zeros = Buffer.alloc(blockBytes);

/** What comes before the content of an entry. */
export function headerBlocks(header: TarHeader, attributes: ReadonlyMap<string, string> = new Map()): Buffer {
  const records = recordsFor(header, attributes);
  if (records.length === 0) return headerBlock(header);
  const extended = { ...header, name: 'extended', target: '', type: 'x', size: records.length };
  return Buffer.concat([headerBlock(extended), records, padding(records.length), headerBlock(header)]);
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
  writeOctal(block, 148, 7, sumOf(block));
  return block;
}

/** The sum of all bytes. By an index: an iterator costs several times as much, for each file of a tree. */
export function sumOf(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < blockBytes; at += 1) sum += block[at] ?? 0;
  return sum;
}

/** What does not fit would change the field behind it, such as the folder of a name. */
function writeOctal(block: Buffer, offset: number, length: number, value: number): void {
  const digits = value.toString(8).padStart(length - 1, '0');
  if (value < 0 || digits.length >= length) throw new RangeError(`cannot write ${value} as ${length - 1} octal digits`);
  block.write(digits, offset, 'latin1');
}
