// SPDX-License-Identifier: Apache-2.0
/** Unpacks chosen entries of a zip archive. An entry can only land below the target. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { open, type Entry, type ZipFile } from 'yauzl';

/** Gives the relative path to unpack an entry to; undefined leaves it out. */
export type ChooseEntry = (name: string) => string | undefined;

export async function unzip(archive: string, target: string, choose: ChooseEntry): Promise<void> {
  const zip = await openArchive(archive);
  try {
    for (let entry = await nextEntry(zip); entry !== undefined; entry = await nextEntry(zip)) {
      const path = entry.fileName.endsWith('/') ? undefined : choose(entry.fileName);
      if (path !== undefined) await unpack(zip, entry, placeBelow(target, path));
    }
  } finally {
    zip.close();
  }
}

/** Where the path lies below the folder; raises when it would lie elsewhere. */
export function placeBelow(folder: string, path: string): string {
  const place = join(folder, path);
  if (!place.startsWith(join(folder, '/')))
    throw new Error(`cannot unpack ${path}: it leads out of the archive's folder`);
  return place;
}

function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

async function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  if (zip.entriesRead === zip.entryCount) return undefined;
  const arrival = once(zip, 'entry');
  zip.readEntry();
  const [entry] = (await arrival) as [Entry];
  return entry;
}

async function unpack(zip: ZipFile, entry: Entry, place: string): Promise<void> {
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await mkdir(dirname(place), { recursive: true });
  await pipeline(await contentOf(zip, entry), createWriteStream(place, { mode: mode === 0 ? 0o644 : mode }));
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
