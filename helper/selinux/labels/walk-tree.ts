// SPDX-License-Identifier: Apache-2.0
/**
 * Walks a tree of the host that a container may be changing meanwhile (threat C6): by descriptors, following no link
 * and entering no other file system.
 * Each file is opened once, by `O_PATH`, and all work on it uses that descriptor. Names may be any bytes, and paths of any
 * length: whatever a container makes is found.
 */

import { say, type Words } from '../../../contract/text.ts';
import { closeSync, constants, fstatSync, openSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { textOfName } from '../../system/native/byte-names.ts';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';
import { hasCode, codeOf } from '../../system/errno.ts';

export type Found =
  | { readonly kind: 'file'; readonly path: string; readonly fd: number; readonly status: Stats }
  | { readonly kind: 'skipped'; readonly path: string; readonly reason: Words; readonly code: string };

const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | resolve.noXdev;
const filesPerTurn = 100;

/** An open folder: all work below it uses this one, whatever has its path meanwhile. */
export interface OpenTree {
  /** Reports name its files below this path. */
  readonly path: string;
  readonly folder: number;
}

/**
 * Gives the root and all below it. The descriptor of a file is open until the next one is asked for; that of the root
 * stays open. What is nearest to the root comes first where it `isWide`, for who reads a sample.
 */
export async function* walkTree(
  { path: root, folder }: OpenTree,
  signal: AbortSignal,
  { isWide = false } = {},
): AsyncGenerator<Found, void, undefined> {
  const waiting = [''];
  const next = (): string | undefined => (isWide ? waiting.shift() : waiting.pop());
  let sinceTurn = 0;
  for (let path = next(); path !== undefined; path = next()) {
    for (const found of entriesOf(folder, path)) {
      try {
        yield found.kind === 'skipped'
          ? { ...found, path: join(root, found.path) }
          : { ...found, path: join(root, found.path) };
        if (found.kind === 'file' && found.status.isDirectory() && found.path !== '') waiting.push(found.path);
      } finally {
        if (found.kind === 'file') closeSync(found.fd);
      }
      sinceTurn += 1;
      if (sinceTurn < filesPerTurn) continue;
      sinceTurn = 0;
      await nextTurn();
      signal.throwIfAborted();
    }
  }
}

/** A folder of the host to which no link leads; undefined when there is none. The caller closes it. */
export function openRoot(root: string): number | undefined {
  const slash = openSync('/', constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return openBelow(slash, root === '/' ? '.' : root.slice(1), {
      flags: constants.O_RDONLY | constants.O_DIRECTORY,
      resolve: resolve.noSymlinks | resolve.noMagiclinks,
    });
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  } finally {
    closeSync(slash);
  }
}

/** A folder's entries, and before all the root itself. */
function* entriesOf(root: number, path: string): Generator<Found, void, undefined> {
  if (path === '') yield* look(root, '.', '');
  let folder: number;
  try {
    folder = openBelow(root, path === '' ? '.' : path, {
      flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
      resolve: within,
    });
  } catch (error) {
    // An entry of another file system, or one that is no longer a folder, must not be read.
    if (!hasCode(error, 'EXDEV', 'ENOENT', 'ENOTDIR', 'ELOOP')) yield skipped(path, error);
    return;
  }
  try {
    for (const name of readdirSync(`/proc/self/fd/${folder}`, 'buffer')) {
      const text = textOfName(name);
      yield* look(folder, text, join(path, text));
    }
  } finally {
    closeSync(folder);
  }
}

function* look(folder: number, name: string, path: string): Generator<Found, void, undefined> {
  let fd: number;
  try {
    fd = openBelow(folder, name, { flags: pathOnly | constants.O_NOFOLLOW, resolve: within });
  } catch (error) {
    // The folder is on another file system, or gone meanwhile.
    if (!hasCode(error, 'EXDEV', 'ENOENT')) yield skipped(path, error);
    return;
  }
  yield { kind: 'file', path, fd, status: fstatSync(fd) };
}

function skipped(path: string, error: unknown): Found {
  const code = codeOf(error) ?? String(error);
  return { kind: 'skipped', path, code, reason: say('it cannot be opened: {code}', { code }) };
}
