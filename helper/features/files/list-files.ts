// SPDX-License-Identifier: Apache-2.0
/** Lists a folder of a container piece by piece, so that a folder of any size costs little at a time. */

import { closeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ContainerFile, nameOf } from '../../../contract/model/containers/container-file.ts';
import { filesPerItem, maxListedFiles } from '../../../contract/operations/containers/file.ts';
import type { Item, Params, Result } from '../../../contract/operations/index.ts';
import { describeOpen, describePlace } from './describe-file.ts';
import { type FileTree, openFolder, pathOf } from './file-tree.ts';
import { openNames } from './open-names.ts';

/** A part is sent after so long, however few files are in it, and others have their turn. */
const partMs = 10;

/** Files come in no order. */
export async function* listFiles(
  tree: FileTree,
  { path }: Params<'file.list'>,
  signal: AbortSignal,
): AsyncGenerator<Item<'file.list'>, Result<'file.list'>, undefined> {
  const folder = openFolder(tree, path);
  try {
    return yield* listFolder(tree, { folder, path }, signal);
  } finally {
    closeSync(folder);
  }
}

async function* listFolder(
  tree: FileTree,
  { folder, path }: { readonly folder: number; readonly path: string },
  signal: AbortSignal,
): AsyncGenerator<Item<'file.list'>, Result<'file.list'>, undefined> {
  const whole = pathOf(tree, folder, path);
  let [listed, isTruncated] = [0, false];
  let files: ContainerFile[] = [];
  let end = performance.now() + partMs;
  // Closes what it opened also when the caller leaves.
  for await (const { name } of await openNames(folder)) {
    if (listed >= maxListedFiles) {
      isTruncated = true;
      break;
    }
    const file = describePlace(tree, { folder, name });
    if (file === undefined) continue;
    files.push(file);
    listed += 1;
    if (files.length < filesPerItem && performance.now() < end) continue;
    yield { files };
    files = [];
    await nextTurn();
    end = performance.now() + partMs;
    signal.throwIfAborted();
  }
  if (files.length > 0) yield { files };
  return { folder: describeOpen(tree, folder, nameOf(whole)), path: whole, isTruncated };
}
