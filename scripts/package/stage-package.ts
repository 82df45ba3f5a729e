// SPDX-License-Identifier: Apache-2.0
/** Gathers what one package installs into a folder, as it will be on the host, with modes that do not depend on the machine that builds. */

import { chmod, copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InstalledFiles, InstalledLink } from '../../packaging/installed-files.ts';
import { type InstalledFile, listFiles } from '../../packaging/list-files.ts';

export interface PackageContent {
  readonly files: readonly InstalledFile[];
  readonly links: readonly Pick<InstalledLink, 'path' | 'target'>[];
  /** Documents that are made for this package, by their path. */
  readonly texts: ReadonlyMap<string, string | Uint8Array>;
}

/** The files of these rows, each place once; raises when a row has no files, since its package would lack them. */
export function filesOf(rows: readonly InstalledFiles[], checkout: string): InstalledFile[] {
  const places = new Map<string, InstalledFile>();
  for (const row of rows) {
    const files = listFiles(row, checkout);
    if (files.length === 0) throw new Error(`cannot package ${row.target}: ${row.source} has no files for it`);
    for (const file of files) {
      if (places.has(file.target)) throw new Error(`cannot package ${file.target}: two rows of the table install it`);
      places.set(file.target, file);
    }
  }
  return [...places.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
}

export async function stagePackage(folder: string, content: PackageContent): Promise<void> {
  for (const { source, target, mode } of content.files) {
    await mkdir(dirname(join(folder, target)), { recursive: true });
    await copyFile(source, join(folder, target));
    await chmod(join(folder, target), mode);
  }
  for (const [path, text] of content.texts) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
    await chmod(join(folder, path), 0o644);
  }
  for (const { path, target } of content.links) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(target, join(folder, path));
  }
  await openFolders(folder);
}

/** Folders for all to enter, whatever the umask was. Their times, and those of files, are set when a package is built. */
export async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
}
