// SPDX-License-Identifier: Apache-2.0
/**
 * Opens the root of a container that another tool made. Nobody but root can have put it at its path: another user
 * who could would have files of the host copied into an image. No part of the path is a link.
 */

import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { say, type Words } from '../../../contract/text.ts';
import { ErrnoError } from '../../system/native/errno-error.ts';
import { openBelow, resolve } from '../../system/native/native.ts';

const othersMayWrite = 0o002;
const groupMayWrite = 0o020;
/** Only its owner may rename what is in it. */
const sticky = 0o1000;

/** The descriptor of the folder, which the caller closes, or why it is not opened. */
export type OpenedRoot = { readonly folder: number } | { readonly problem: Words };

/** `path` is the whole path of a folder below `/`. */
export function openTrustedRoot(path: string): OpenedRoot {
  const parts = path.split('/').slice(1);
  let folder = openSync('/', constants.O_RDONLY | constants.O_DIRECTORY);
  for (const [index, part] of parts.entries()) {
    const name = `/${parts.slice(0, index + 1).join('/')}`;
    const next = openNext(folder, part);
    const problem =
      typeof next !== 'number' ? say('{name} {problem}', { name, problem: next }) : problemOfEntry(folder, next, name);
    closeSync(folder);
    if (typeof next !== 'number') return { problem: problem ?? next };
    folder = next;
    const isAbove = index < parts.length - 1;
    const stranger =
      isAbove && fstatSync(folder).uid !== 0
        ? say('{name} belongs to the user {uid}', { name, uid: fstatSync(folder).uid })
        : undefined;
    const found = problem ?? stranger;
    if (found === undefined) continue;
    closeSync(folder);
    return { problem: say('{found}, so its files may be others than its own; change that first', { found }) };
  }
  return { folder };
}

/** Why there is no such folder, as the end of a sentence. */
function openNext(folder: number, part: string): number | Words {
  try {
    return openBelow(folder, part, {
      flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
      resolve: resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks,
    });
  } catch (error) {
    if (!(error instanceof ErrnoError)) throw error;
    return error.code === 'ENOENT'
      ? say('is not there')
      : say('is a link, or no folder ({code})', { code: error.code });
  }
}

/** Whether others than root could put something else in the place of an entry of a folder. */
function problemOfEntry(folder: number, entry: number, name: string): Words | undefined {
  const { mode, gid } = fstatSync(folder);
  const isOpen = (mode & othersMayWrite) !== 0 || ((mode & groupMayWrite) !== 0 && gid !== 0);
  if (!isOpen || ((mode & sticky) !== 0 && fstatSync(entry).uid === 0)) return undefined;
  return say('others may replace {name}', { name });
}
