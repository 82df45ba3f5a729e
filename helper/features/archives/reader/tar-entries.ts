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

const attributePrefix = 'SCHILY.xattr.';
const none: ReadonlyMap<string, string> = new Map();

/** Fails with `UnusableError` for what is damaged, cut off, or of a form that it does not read. */
export function* readEntries(reader: ByteReader): Generator<TarEntry, void, undefined> {
  let records = none;
  const long: { name?: string; target?: string } = {};
  for (;;) {
    const block = reader.take(blockBytes);
    if (block.length < blockBytes) throw new UnusableError('it is cut off: its end is missing');
    if (isZero(block)) return;
    const plain = parseHeader(block);
    if (plain.type === 'x' || plain.type === 'X') records = parseRecords(takeBody(reader, plain));
    else if (plain.type === 'g') checkGlobal(parseRecords(takeBody(reader, plain)));
    else if (plain.type === 'L') long.name = longText(takeBody(reader, plain));
    else if (plain.type === 'K') long.target = longText(takeBody(reader, plain));
    else {
      const header = withRecords(
        { ...plain, name: long.name ?? plain.name, target: long.target ?? plain.target },
        records,
      );
      checkSparse(header, records);
      yield* entryOf(reader, header, records);
      records = none;
      delete long.name;
      delete long.target;
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
    header: { ...header, size },
    attributes: attributesOf(records),
    readContent(use) {
      const passed = reader.pass(left, use);
      left -= passed;
      if (left > 0) throw new UnusableError(`it is cut off within ${shownName(header.name)}`);
    },
  };
  const rest = left + paddingBytes(size);
  if (reader.pass(rest, () => undefined) < rest)
    throw new UnusableError(`it is cut off within ${shownName(header.name)}`);
}

function takeBody(reader: ByteReader, { size }: TarHeader): Buffer {
  if (size + blockBytes > maxTaken) throw new UnusableError('it has an extended header of more than a mebibyte');
  const body = Buffer.from(reader.take(size));
  const rest = paddingBytes(size);
  if (body.length < size || reader.pass(rest, () => undefined) < rest)
    throw new UnusableError('it is cut off within an extended header');
  return body;
}

/** A program that made an archive may say which; names and sizes for all entries are not read. */
function checkGlobal(records: ReadonlyMap<string, string>): void {
  for (const key of ['path', 'linkpath', 'size', 'uid', 'gid'])
    if (records.has(key)) throw new UnusableError(`it gives all its entries one ${key}`);
}

function checkSparse({ type, name }: TarHeader, records: ReadonlyMap<string, string>): void {
  if (type === 'S' || [...records.keys()].some((key) => key.startsWith('GNU.sparse.')))
    throw new UnusableError(`${shownName(name)} is stored as a sparse file; pack it again without --sparse`);
}

function attributesOf(records: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (records === none) return none;
  return new Map(
    [...records].flatMap(([key, value]) =>
      key.startsWith(attributePrefix) ? [[key.slice(attributePrefix.length), value] as const] : [],
    ),
  );
}

function longText(body: Buffer): string {
  const text = body.toString('latin1');
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
