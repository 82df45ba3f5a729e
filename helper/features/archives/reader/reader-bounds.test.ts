// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { blockBytes, type TarHeader } from '../../../system/files/tar-blocks.ts';
import { madeArchive, type MadeEntry } from '../fixtures/made-archive.ts';
import type { ByteReader } from './byte-reader.ts';
import { readTree } from './read-tree.ts';
import { readEntries, type TarEntry } from './tar-entries.ts';
import type { TarWriter } from './tar-writer.ts';
import { createTreeWriter } from './tree-writer.ts';

const limits = { maxBytes: 2 ** 40, maxFiles: 1_000_000, ids: { first: 0, count: 65_536 } };
const nowhere: TarWriter = {
  begin: () => undefined,
  content: () => undefined,
  finish: () => undefined,
  end: () => undefined,
};

function entry(name: string, header: Partial<TarHeader> = {}): TarEntry {
  return {
    header: {
      name,
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: 0,
      modifiedAt: 0,
      modifiedFraction: '',
      type: '5',
      target: '',
      major: 0,
      minor: 0,
      ...header,
    },
    attributes: new Map(),
    readContent: () => undefined,
  };
}

function* folders(count: number): Generator<TarEntry, void, undefined> {
  for (let at = 0; at < count; at += 1) yield entry(`f${at}`);
}

/** Gives a piece of an archive again and again. */
function endless(piece: Buffer): ByteReader {
  let position = 0;
  return {
    take(length) {
      const from = position % piece.length;
      position += length;
      return Buffer.concat([piece, piece]).subarray(from, from + length);
    },
    pass: () => 0,
    skip: (length) => ((position += length), length),
    get position() {
      return position;
    },
  };
}

function read(entries: Iterator<TarEntry, void, undefined>, maxBytes = limits.maxBytes): string {
  const tree = createTreeWriter(nowhere, limits, 'root');
  try {
    readTree(entries, tree, { layout: 'detect', maxBytes, maxEntries: limits.maxFiles, onEntry: () => undefined });
    return `${tree.files} files`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

it('a tree has no more folders than tar keeps track of in minutes (N15)', () => {
  expect(read(folders(249_999))).toBe('250000 files');
  expect(read(folders(250_000))).toBe('it has more than 250,000 folders');
});

it.each<[string, MadeEntry]>([
  ['of names', { name: '././@LongLink', type: 'L', content: 'x' }],
  ['of attributes', { name: 'pax', type: 'x', content: '8 a=bcd\n' }],
  ['of all entries', { name: 'pax', type: 'g', content: '8 a=bcd\n' }],
])('extended headers %s without an entry do not go on for ever (N15)', (_what, header) => {
  const piece = madeArchive([header]).subarray(0, 2 * blockBytes);
  expect(read(readEntries(endless(piece)))).toBe('it has more than 100 extended headers in a row');
});

it('what lies beside the tree is limited as the tree is (N15)', () => {
  const beside = (size: number) =>
    [entry('rootfs'), ...['x', 'y'].map((name) => entry(`templates/${name}`, { type: '0', size }))].values();
  expect(read(beside(500), 1000)).toBe('1 files');
  expect(read(beside(501), 1000)).toBe('it has more beside its folder rootfs than could be unpacked');
});
