// SPDX-License-Identifier: Apache-2.0
/** What of an upload is in the container already, asked before anything is written. */

import { type FileKind, joinPath } from '../../../../contract/model/containers/container-file.ts';
import { currentClient } from '../../../host/connection.ts';
import type { Upload } from './read-entries.ts';

/** Names a folder of a container. */
export interface UploadTarget {
  /** Names the container. */
  readonly name: string;
  readonly folder: string;
}

/** The kinds of what is there, by relative paths of the upload. */
export type Existing = ReadonlyMap<string, FileKind>;

/** Links in the container are not followed: what has the name of a folder and is none is in the way. */
export async function findExisting(target: UploadTarget, { folders, files }: Upload): Promise<Existing> {
  const wanted = new Set([...folders, ...files.map(({ path }) => path)]);
  const existing = new Map<string, FileKind>();
  async function look(relative: string): Promise<void> {
    const path = pathIn(target, relative);
    for await (const item of currentClient().stream('file.list', { name: target.name, path }))
      for (const { name, kind } of item.files) {
        const whole = relative === '' ? name : `${relative}/${name}`;
        if (wanted.has(whole)) existing.set(whole, kind);
      }
  }
  await look('');
  for (const folder of folders) if (existing.get(folder) === 'folder') await look(folder);
  return existing;
}

/** Files that would replace others. */
export function replacedFiles({ files }: Upload, existing: Existing): readonly string[] {
  return files.flatMap(({ path }) => (existing.get(path) === 'file' ? [path] : []));
}

export function pathIn({ folder }: UploadTarget, relative: string): string {
  return relative === '' ? folder : joinPath(folder, relative);
}
