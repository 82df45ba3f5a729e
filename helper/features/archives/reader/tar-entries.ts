// SPDX-License-Identifier: Apache-2.0
/** The entries of a tar archive, one after another, each with its extended headers applied. */

import type { ByteReader } from './byte-reader.ts';
import { maxTaken } from './byte-reader.ts';
import { blockBytes, paddingBytes, type TarHeader } from '../../../system/files/tar-blocks.ts';
import { isZero, parseHeader, parseRecords, withRecords } from './tar-header.ts';
import { shownName, UnusableError } from './unusable-error.ts';

export interface TarEntry {
  readonly header: TarHeader;
  /** Extended attributes, by their whole names. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Gives the content piece by piece, once. What is not asked for is passed over. */
  readContent(use: (piece: Buffer) => void): void;
}

/** Holds the long texts, in the form of GNU, of the entry that comes next. */
interface LongTexts {
  name?: string;
  target?: string;
}

/** One entry has two or three. */
const maxExtended = 100;
const attributePrefix = 'SCHILY.xattr.';
const none: ReadonlyMap<string, string> = new Map();

/** Fails with `UnusableError` for what is damaged, cut off, or of a form that it does not read. */
export function* readEntries(reader: ByteReader): Generator<TarEntry, void, undefined> {
  let records = none;
  let long: LongTexts = {};
  let extended = 0;
  for (;;) {
    const block = reader.take(blockBytes);
    if (block.length < blockBytes) throw new UnusableError('it is cut off: its end is missing');
    if (isZero(block)) return;
    const plain = parseHeader(block);
    extended += 1;
    if (extended > maxExtended) throw new UnusableError(`it has more than ${maxExtended} extended headers in a row`);
    if (plain.type === 'x' || plain.type === 'X') records = parseRecords(takeBody(reader, plain));
    else if (plain.type === 'g') checkGlobal(parseRecords(takeBody(reader, plain)));
    else if (plain.type === 'L') long.name = longText(takeBody(reader, plain));
    else if (plain.type === 'K') long.target = longText(takeBody(reader, plain));
    else {
      const header = withRecords(withLong(plain, long), records);
      checkSparse(header, records);
      yield* entryOf(reader, header, records);
      records = none;
      long = {};
      extended = 0;
    }
  }
}

function* entryOf(
  reader: ByteReader,
  header: TarHeader,
  records: ReadonlyMap<string, string>,
): Generator<TarEntry, void, undefined> {
  // What is no file has no content, whatever its header says; GNU tar reads it so too.
  const size = header.type === '0' || header.type === '7' ? header.size : 0;
  let left = size;
  yield {
    header: size === header.size ? header : { ...header, size },
    attributes: attributesOf(records),
    readContent(use) {
      const passed = reader.pass(left, use);
      left -= passed;
      if (left > 0) throw new UnusableError(`it is cut off within ${shownName(header.name)}`);
    },
  };
  const rest = left + paddingBytes(size);
  if (reader.skip(rest) < rest) throw new UnusableError(`it is cut off within ${shownName(header.name)}`);
}

/** Valid until more is read. */
function takeBody(reader: ByteReader, { size }: TarHeader): Buffer {
  if (size + blockBytes > maxTaken) throw new UnusableError('it has an extended header of more than a mebibyte');
  const padded = size + paddingBytes(size);
  const body = reader.take(padded);
  if (body.length < padded) throw new UnusableError('it is cut off within an extended header');
  return body.subarray(0, size);
}

function withLong(header: TarHeader, { name, target }: LongTexts): TarHeader {
  if (name === undefined && target === undefined) return header;
  return { ...header, name: name ?? header.name, target: target ?? header.target };
}

/** A program that made an archive may say which; names and sizes for all entries are not read. */
function checkGlobal(records: ReadonlyMap<string, string>): void {
  for (const key of ['path', 'linkpath', 'size', 'uid', 'gid'])
    if (records.has(key)) throw new UnusableError(`it gives all its entries one ${key}`);
}

function checkSparse({ type, name }: TarHeader, records: ReadonlyMap<string, string>): void {
  if (type === 'S' || hasSparse(records))
    throw new UnusableError(`${shownName(name)} is stored as a sparse file; pack it again without --sparse`);
}

function hasSparse(records: ReadonlyMap<string, string>): boolean {
  for (const key of records.keys()) if (key.startsWith('GNU.sparse.')) return true;
  return false;
}

function attributesOf(records: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let attributes: Map<string, string> | undefined;
  for (const [key, value] of records)
    if (key.startsWith(attributePrefix)) {
      attributes ??= new Map();
      attributes.set(key.slice(attributePrefix.length), value);
    }
  return attributes ?? none;
}

function longText(body: Buffer): string {
  const text = body.toString('latin1');
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
