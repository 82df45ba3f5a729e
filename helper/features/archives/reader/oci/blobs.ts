// SPDX-License-Identifier: Apache-2.0
/** The files of an image archive, kept in the present folder so that they can be read in any order. */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { pathOf } from '../names.ts';
import type { TarEntry } from '../tar-entries.ts';
import { shownName, NoSpaceError, UnusableError } from '../unusable-error.ts';

export interface Blobs {
  /** What all files take. */
  readonly bytes: number;
  has(path: string): boolean;
  /** Reads a small file as JSON; fails where it is none. */
  json(path: string): unknown;
  /** Says where the file is kept. Fails where the archive has none of this name. */
  fileOf(path: string): string;
  /** Fails unless the file has this digest, such as `sha256:0123…`. */
  requireDigest(path: string, digest: string): void;
}

interface Blob {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

const maxBlobs = 10_000;
const maxJsonBytes = 4 * 1024 * 1024;
const maxLinks = 8;

export function keepBlobs(entries: Iterable<TarEntry>, maxBytes: number): Blobs {
  const blobs = new Map<string, Blob>();
  const links = new Map<string, string>();
  let bytes = 0;
  for (const entry of entries) {
    const { type, size, target } = entry.header;
    const path = pathOf(entry.header.name);
    if (blobs.size + links.size >= maxBlobs) throw new UnusableError(`it has more than ${maxBlobs} files`);
    if (blobs.has(path) || links.has(path)) throw new UnusableError(`it has two files of the name ${shownName(path)}`);
    bytes += size;
    if (bytes > maxBytes) throw new NoSpaceError();
    if (type === '0' || type === '7') blobs.set(path, keep(entry, `blob-${blobs.size}`));
    // docker names the same layer several times by links.
    else if (type === '1') links.set(path, pathOf(target));
    else if (type === '2') links.set(path, joined(path, target));
    else if (type !== '5') throw new UnusableError(`${shownName(path)} is no file of an image`);
  }

  function find(path: string): Blob | undefined {
    let at = path;
    for (let followed = 0; followed < maxLinks; followed += 1) {
      const blob = blobs.get(at);
      if (blob !== undefined) return blob;
      const next = links.get(at);
      if (next === undefined) return undefined;
      at = next;
    }
    return undefined;
  }
  const need = (path: string): Blob => {
    const blob = find(path);
    if (blob === undefined) throw new UnusableError(`it lacks ${shownName(path)}`);
    return blob;
  };

  return {
    bytes,
    has: (path) => find(path) !== undefined,
    json(path) {
      const { file, size } = need(path);
      if (size > maxJsonBytes) throw new UnusableError(`${shownName(path)} is too large for a description`);
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as unknown;
      } catch {
        throw new UnusableError(`${shownName(path)} is no JSON`);
      }
    },
    fileOf: (path) => need(path).file,
    requireDigest(path, digest) {
      if (`sha256:${need(path).sha256}` !== digest)
        throw new UnusableError(
          `the digest of ${shownName(path)} is sha256:${need(path).sha256}, and not ${shownName(digest)}: it is damaged, or was changed`,
        );
    },
  };
}

function keep({ header, readContent }: TarEntry, file: string): Blob {
  const hash = createHash('sha256');
  const fd = openSync(file, 'wx', 0o600);
  try {
    readContent((piece) => {
      hash.update(piece);
      for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
    });
  } finally {
    closeSync(fd);
  }
  return { file, size: header.size, sha256: hash.digest('hex') };
}

/** The path that a link in the archive leads to. */
function joined(link: string, target: string): string {
  const parts = link.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return pathOf(parts.join('/'));
}
