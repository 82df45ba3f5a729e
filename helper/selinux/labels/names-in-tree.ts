// SPDX-License-Identifier: Apache-2.0
/**
 * Counts the names that a walk finds of each file that has more than one. A file that has a name outside of the tree
 * too is not of the tree alone:
 * another label would be another label there. Counted in the walk that labels, so that nothing has been moved since.
 */

import { closeSync, constants, fstatSync } from 'node:fs';
import { relative } from 'node:path';
import { say, type Words } from '../../../contract/text.ts';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';
import type { Found, OpenTree } from './walk-tree.ts';

export interface NamesInTree {
  /**
   * Adds a name. True when the tree holds all names of the file: always for a file of one name, otherwise at the last
   * of them.
   */
  addsLast(found: Extract<Found, { kind: 'file' }>): boolean;
  /** The files of which the walk has found some names only, by the first of these. */
  incomplete(): readonly { readonly path: string; readonly names: number }[];
}

const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks | resolve.noXdev;

export function countNames(tree: OpenTree): NamesInTree {
  const seen = new Map<number, { readonly paths: string[]; names: number }>();

  return {
    addsLast({ path, fd, status }) {
      if (status.isDirectory() || status.nlink < 2) return true;
      const file = seen.get(status.ino) ?? { paths: [], names: 0 };
      seen.set(status.ino, file);
      file.paths.push(path);
      file.names = fstatSync(fd).nlink;
      // A name that was moved while the tree was walked may have been counted twice: all of them have to be there at
      // once.
      if (new Set(file.paths).size !== file.names || !file.paths.every((name) => leadsTo(tree, name, status.ino)))
        return false;
      seen.delete(status.ino);
      return true;
    },
    incomplete: () =>
      [...seen.values()].flatMap(({ paths: [path], names }) => (path === undefined ? [] : [{ path, names }])),
  };
}

/** Why such a file is left alone, as the end of a sentence about it. */
export function hasOtherNames(names: number): Words {
  return say('it has {names} names, and not all of them lie in this folder', { names });
}

function leadsTo({ path: root, folder }: OpenTree, path: string, inode: number): boolean {
  try {
    const file = openBelow(folder, relative(root, path), { flags: pathOnly | constants.O_NOFOLLOW, resolve: within });
    try {
      return fstatSync(file).ino === inode;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
