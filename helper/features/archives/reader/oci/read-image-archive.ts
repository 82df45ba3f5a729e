// SPDX-License-Identifier: Apache-2.0
/** Reads the layers of an image of OCI or docker as one tree. All digests are checked before the first file is written. */

import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { compressionOf, magicBytes, sayMissing } from '../../compression.ts';
import { createByteReader } from '../byte-reader.ts';
import type { TreeFacts } from '../tree-facts.ts';
import { readEntries, type TarEntry } from '../tar-entries.ts';
import type { TreeWriter } from '../tree-writer.ts';
import { NoSpaceError, UnusableError } from '../unusable-error.ts';
import { keepBlobs } from './blobs.ts';
import { findImage } from './find-image.ts';
import { createVisiblePaths } from './visible-paths.ts';

export interface ImageArchiveOptions {
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly onEntry: () => void;
}

export function readImageArchive(
  entries: Iterable<TarEntry>,
  tree: TreeWriter,
  { maxBytes, maxEntries, onEntry }: ImageArchiveOptions,
): TreeFacts {
  const blobs = keepBlobs(entries, maxBytes);
  const { layers, application } = findImage(blobs);
  let taken = blobs.bytes;
  const files = layers.map((path, index) => {
    const file = plainTar(blobs.fileOf(path), `layer-${index}`, Math.max(0, maxBytes - taken));
    if (file !== blobs.fileOf(path)) taken += statSync(file).size;
    return file;
  });
  tree.setTaken(taken);
  const visible = createVisiblePaths(maxEntries);
  for (const file of files) withEntries(file, (ofLayer) => visible.addLayer(ofLayer));
  for (const [layer, file] of files.entries())
    withEntries(file, (ofLayer) => {
      for (const entry of ofLayer) {
        onEntry();
        const path = visible.pathIn(layer, entry.header);
        if (path === undefined) continue;
        const target = entry.header.type === '1' ? visible.targetIn(layer, entry.header) : entry.header.target;
        tree.add(path, { ...entry, header: { ...entry.header, target } });
      }
    });
  return { format: 'oci', members: {}, application };
}

function withEntries(file: string, use: (entries: Iterable<TarEntry>) => void): void {
  const fd = openSync(file, 'r');
  try {
    use(readEntries(createByteReader(fd)));
  } finally {
    closeSync(fd);
  }
}

/** The name of the file that holds the layer unpacked. */
function plainTar(packed: string, plain: string, maxBytes: number): string {
  const input = openSync(packed, 'r');
  const magic = Buffer.alloc(magicBytes);
  readSync(input, magic, 0, magicBytes, 0);
  const { program, problem } = compressionOf(magic);
  try {
    if (problem !== undefined) throw new UnusableError(`a layer of it ${problem}`);
    if (program === undefined) return packed;
    const output = openSync(plain, 'wx', 0o600);
    try {
      const { status, error, signal } = spawnSync(
        '/usr/bin/prlimit',
        [`--fsize=${maxBytes}`, '--', program.path, ...program.args],
        { stdio: [input, output, 'ignore'], env: { LANG: 'C.UTF-8' } },
      );
      if (error !== undefined) throw error;
      if (signal === 'SIGXFSZ') throw new NoSpaceError();
      if (status === 127) throw new UnusableError(sayMissing(program));
      if (status !== 0) throw new UnusableError('a layer of it cannot be unpacked: it is damaged');
    } finally {
      closeSync(output);
    }
    return plain;
  } finally {
    closeSync(input);
  }
}
