// SPDX-License-Identifier: Apache-2.0
/**
 * Which folders were attached as volumes, by handles that lead to them after they were moved. What a handle leads to
 * counts only with the mark that root alone can set.
 */

import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { markOf } from '../../selinux/labels/kept-label.ts';
import { hasCode } from '../../system/errno.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { handleOf, openFolderByHandle } from '../../system/native/file-handles.ts';
import { folderIfAny } from './admission/volume-source.ts';
import { openAttached } from './labels/open-on-volume.ts';

/** The handle is in base64; null where the file system of the folder has none. */
const attachedSchema = z.strictObject({ source: z.string(), handle: z.string().nullable() });
type Attached = z.infer<typeof attachedSchema>;
const fileSchema = z.strictObject({ version: z.literal(1), folders: z.array(attachedSchema) });

/** Each function reads and writes in one turn, so that none of two is lost. */
export interface AttachedFolders {
  /** The open folder is the one that was attached by this path. */
  remember(source: string, folder: number): void;
  /** Says whether a folder was attached by this path, and its labels were not restored. */
  isAttached(source: string): boolean;
  /**
   * Finds that folder, wherever it is on the file systems of its path; undefined when it is on none. The caller closes
   * it.
   */
  find(source: string): number | undefined;
  forget(source: string): void;
}

/** `state`: the helper's folder. */
export function createAttachedFolders(state: string): AttachedFolders {
  const path = join(state, 'attached-folders.json');

  function read(): readonly Attached[] {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).folders;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  function write(folders: readonly Attached[]): void {
    try {
      writeDurably(path, `${JSON.stringify({ version: 1, folders }, undefined, 2)}\n`, 0o600);
    } catch (error) {
      throw asDiskFull(error, state);
    }
  }

  const attached = (source: string): Attached | undefined => read().find((one) => one.source === source);

  return {
    remember(source, folder) {
      const bytes = handleOf(folder);
      const handle = bytes === undefined ? null : Buffer.from(bytes).toString('base64');
      const all = read();
      if (all.some((one) => one.source === source && one.handle === handle)) return;
      write([...all.filter((one) => one.source !== source), { source, handle }]);
    },
    isAttached: (source) => attached(source) !== undefined,
    find(source) {
      const handle = attached(source)?.handle ?? null;
      return handle === null ? undefined : findMarked(source, Buffer.from(handle, 'base64'));
    },
    forget(source) {
      const all = read();
      const others = all.filter((one) => one.source !== source);
      if (others.length < all.length) write(others);
    },
  };
}

/** Remembers those that were attached before folders were remembered. */
export function rememberAttached(attached: AttachedFolders, sources: readonly string[]): void {
  for (const source of new Set(sources)) {
    const folder = openAttached(source);
    if (folder === undefined) continue;
    try {
      attached.remember(source, folder);
    } finally {
      closeSync(folder);
    }
  }
}

/** A folder keeps its handle only on its own file system, which is that of one of the folders above its old path. */
function findMarked(source: string, handle: Uint8Array): number | undefined {
  const tried = new Set<number>();
  for (let path = source; ; path = dirname(path)) {
    const folder = findOnFileSystemOf(path, { source, handle, tried });
    if (folder !== undefined || path === '/') return folder;
  }
}

function findOnFileSystemOf(
  path: string,
  { source, handle, tried }: { readonly source: string; readonly handle: Uint8Array; readonly tried: Set<number> },
): number | undefined {
  const place = folderIfAny(path);
  if (place === undefined) return undefined;
  try {
    const { dev } = fstatSync(place);
    if (tried.has(dev)) return undefined;
    tried.add(dev);
    const folder = openFolderByHandle(place, handle);
    if (folder === undefined || markOf(folder) === source) return folder;
    closeSync(folder);
    return undefined;
  } finally {
    closeSync(place);
  }
}
