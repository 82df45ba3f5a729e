// SPDX-License-Identifier: Apache-2.0
/**
 * What a person dropped or chose on this machine, with what is in its folders. Paths are relative and have `/` between
 * their parts. The browser gives no symbolic links that lie in a folder, so none is followed.
 */

import { t } from '../../../lib/language/t.ts';

export interface Upload {
  /** Each before what is in it. */
  readonly folders: readonly string[];
  readonly files: readonly { readonly path: string; readonly file: File }[];
}

/** Names that are kept in memory, and asked about one by one. */
const maxNames = 20_000;

/** Rejects when a folder cannot be read, or has too much in it. */
export async function readEntries(entries: readonly FileSystemEntry[]): Promise<Upload> {
  const upload = { folders: [] as string[], files: [] as { path: string; file: File }[] };
  async function read(entry: FileSystemEntry, path: string): Promise<void> {
    requireRoom(upload);
    if (isFile(entry)) {
      upload.files.push({ path, file: await fileOf(entry) });
      return;
    }
    if (!isFolder(entry)) return;
    upload.folders.push(path);
    const reader = entry.createReader();
    for (let some = await nextOf(reader); some.length > 0; some = await nextOf(reader))
      for (const below of some) await read(below, `${path}/${below.name}`);
  }
  for (const entry of entries) await read(entry, entry.name);
  return upload;
}

/** Makes an upload of files that were chosen, each by itself or with the folder that it lies in. */
export function uploadOf(files: readonly File[]): Upload {
  const folders = new Set<string>();
  const found = files.map((file) => {
    const path = file.webkitRelativePath || file.name;
    const parts = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'));
    return { path, file };
  });
  const upload = { folders: [...folders].toSorted(), files: found };
  requireRoom(upload);
  return upload;
}

function requireRoom({ folders, files }: Upload): void {
  if (folders.length + files.length > maxNames)
    throw new Error(
      t('cannot copy more than {max, number} files and folders at once: pack them, or copy some of them', {
        max: maxNames,
      }),
    );
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Some of the names at a time; none when all were given. */
function nextOf(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
