// SPDX-License-Identifier: Apache-2.0
/**
 * Opens the root of a container that another tool made. Nobody but root can have put it at its path: another user
 * who could would have files of the host copied into an image. No part of the path is a link.
 */

import { constants } from 'node:fs';
import { say, type Words } from '../../../contract/text.ts';
import { openByParts, type PathPart } from '../../system/files/open-by-parts.ts';

const othersMayWrite = 0o002;
const groupMayWrite = 0o020;
/** Only its owner may rename what is in it. */
const sticky = 0o1000;

/** The descriptor of the folder, which the caller closes, or why it is not opened. */
export type OpenedRoot = { readonly folder: number } | { readonly problem: Words };

/** `path` is the whole path of a folder below `/`. */
export function openTrustedRoot(path: string): OpenedRoot {
  const opened = openByParts(path, {
    flags: constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
    judge(part) {
      const found = problemOfEntry(part) ?? problemOfOwner(part);
      return found && say('{found}, so its files may be others than its own; change that first', { found });
    },
  });
  return 'problem' in opened ? opened : { folder: opened.descriptor };
}

/** Says why others than root could put something else in the place of an entry of a folder. */
function problemOfEntry({ name, status, holder: { mode, gid } }: PathPart): Words | undefined {
  const isOpen = (mode & othersMayWrite) !== 0 || ((mode & groupMayWrite) !== 0 && gid !== 0);
  if (!isOpen || ((mode & sticky) !== 0 && status.uid === 0)) return undefined;
  return say('others may replace {name}', { name });
}

/** The root itself belongs to the root of its user namespace. */
function problemOfOwner({ name, status: { uid }, isLast }: PathPart): Words | undefined {
  return isLast || uid === 0 ? undefined : say('{name} belongs to the user {uid}', { name, uid });
}
