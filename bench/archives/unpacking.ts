// SPDX-License-Identifier: Apache-2.0
/** Unpacking an archive by the chain of processes, and by tar alone. */

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { imagePieceBytes } from '../../contract/operations/host/image.ts';
import { createTestUnpack } from '../../helper/features/archives/fixtures/test-unpack.ts';
import type { Contest } from './turns.ts';

/** What the helper's own processes that unpack have: on a machine with other work, the two must have the same. */
const niceness = 10;
const limits = { maxBytes: 64 * 1024 ** 3, maxFiles: 1_000_000, ids: { first: 0, count: 65_536 } };

export async function prepareUnpacking(archive: string, folder: string): Promise<Contest & { remove(): void }> {
  const chain = await createTestUnpack(folder);
  const plain = join(folder, 'plain');
  return {
    than: 'tar -x',
    async ours() {
      await chain.unpack(new Uint8Array(), { input: readPieces(archive), limits });
      execFileSync('sync', ['--file-system', chain.tree]);
    },
    theirs() {
      mkdirSync(plain);
      const tar = ['tar', '--extract', `--file=${archive}`, '--numeric-owner', `--directory=${plain}`];
      execFileSync('nice', ['-n', String(niceness), ...tar]);
      execFileSync('sync', ['--file-system', plain]);
    },
    undo() {
      for (const tree of [chain.tree, plain]) if (tree !== '') rmSync(tree, { recursive: true, force: true });
    },
    remove: () => chain.remove(),
  };
}

/**
 * Pieces of the size that a client sends. They are in the same memory, for what reads a file costs as much as what it is
 * read for otherwise: the next is asked for when the one before it was taken.
 */
async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(imagePieceBytes);
  const fd = openSync(path, 'r');
  try {
    for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) yield buffer.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}
