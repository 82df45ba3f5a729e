// SPDX-License-Identifier: Apache-2.0
/**
 * The class and the label of the object at a path of the host, or of a container as that sees it. Only the place is
 * opened, never the object's content.
 */

import { closeSync, fstatSync, type Stats } from 'node:fs';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { openRoot } from './walk-tree.ts';
import { ErrnoError } from '../../system/native/errno-error.ts';
import { labelIfAny } from './labels.ts';
import { openRootOf } from '../../system/files/root-of-process.ts';
import { openBelow, pathOnly, resolve } from '../../system/native/native.ts';

export interface Place {
  readonly class: string;
  /** Undefined where it has no label that can be read. */
  readonly label: SecurityContext | undefined;
}

const absent = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG', 'EXDEV']);

/** A folder of the host, to which no link leads, or what a process of a container has as its root. */
export type Root = { readonly path: string } | { readonly pid: number };

/** Undefined when nothing is there, or the process is. Links lead no further than the root. */
export function placeAt(root: Root, path: string): Place | undefined {
  const folder = 'pid' in root ? openRootOf(root.pid) : openFolder(root.path);
  if (folder === undefined) return undefined;
  try {
    return placeBelow(folder, path);
  } finally {
    closeSync(folder);
  }
}

function openFolder(path: string): number | undefined {
  try {
    return openRoot(path);
  } catch {
    return undefined;
  }
}

function placeBelow(folder: number, path: string): Place | undefined {
  let place: number;
  try {
    place = openBelow(folder, path, { flags: pathOnly, resolve: resolve.inRoot | resolve.noMagiclinks });
  } catch (error) {
    if (error instanceof ErrnoError && absent.has(error.code)) return undefined;
    throw error;
  }
  try {
    const label = labelIfAny(place);
    return { class: classOf(fstatSync(place)), label: label === undefined ? undefined : parseSecurityContext(label) };
  } finally {
    closeSync(place);
  }
}

function classOf(status: Stats): string {
  if (status.isDirectory()) return 'dir';
  if (status.isSymbolicLink()) return 'lnk_file';
  if (status.isCharacterDevice()) return 'chr_file';
  if (status.isBlockDevice()) return 'blk_file';
  if (status.isFIFO()) return 'fifo_file';
  return status.isSocket() ? 'sock_file' : 'file';
}
