// SPDX-License-Identifier: Apache-2.0
/**
 * Removes a file of a container, or a folder with all below it, by descriptors: a folder that is exchanged for a link
 * meanwhile is removed as that link.
 */

import { closeSync, rmdirSync, unlinkSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { hasCode } from '../../system/errno.ts';
import { failUnusable, type NamedFile } from './file-failures.ts';
import { openFolderAtPlace, pathOfPlace, type Place } from './file-tree.ts';
import { openNames } from './open-names.ts';

/** Folders in one another that are open at the same time. */
const maxDepth = 256;
const filesPerTurn = 200;
/** A container that goes on writing to a folder can keep it from being empty. */
const tries = 3;

interface Removal {
  readonly request: Params<'file.remove'>;
  /** How many were removed so far. */
  readonly report: (removed: number) => void;
}

/** Gives how many were removed. */
export async function removeFiles(place: Place, { request, report }: Removal, signal: AbortSignal): Promise<number> {
  let removed = 0;
  async function count(): Promise<void> {
    removed += 1;
    if (removed % filesPerTurn !== 0) return;
    report(removed);
    await nextTurn();
    signal.throwIfAborted();
  }
  await removeOne(place, { file: request, isWhole: request.recursive, depth: 0, count });
  return removed;
}

interface Work {
  readonly file: NamedFile;
  readonly isWhole: boolean;
  readonly depth: number;
  readonly count: () => Promise<void>;
}

type Name = Pick<Place, 'folder' | 'name'>;

async function removeOne(place: Name, work: Work): Promise<void> {
  if (!isFolder(() => unlinkSync(pathOfPlace(place)))) {
    await work.count();
    return;
  }
  for (let left = tries; ; left -= 1) {
    if (work.isWhole) await emptyFolder(place, work);
    try {
      rmdirSync(pathOfPlace(place));
      await work.count();
      return;
    } catch (error) {
      if (!work.isWhole || left === 0 || !hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw asNotEmpty(error);
    }
  }
}

async function emptyFolder(place: Name, work: Work): Promise<void> {
  if (work.depth >= maxDepth)
    failUnusable(
      work.file,
      say('more than {maxDepth} folders lie in one another; remove the lower ones first', { maxDepth }),
    );
  const folder = openFolderAtPlace(place);
  try {
    for await (const { name } of await openNames(folder))
      await removeOne({ folder, name }, { ...work, depth: work.depth + 1 }).catch(unlessGone);
  } finally {
    closeSync(folder);
  }
}

/** Says whether it cannot be unlinked since it is a folder. */
function isFolder(unlink: () => void): boolean {
  try {
    unlink();
    return false;
  } catch (error) {
    if (hasCode(error, 'EISDIR')) return true;
    throw error;
  }
}

function unlessGone(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error;
}

/** Some file systems say that there is something. */
function asNotEmpty(error: unknown): unknown {
  return hasCode(error, 'EEXIST') ? Object.assign(new Error('cannot rmdir'), { code: 'ENOTEMPTY' }) : error;
}
