// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a path part by part: each below the descriptor of the one before, and judged by what was opened, so that nobody
 * exchanges a part in between. No part may be a link.
 */

import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { say, type Words } from '../../../contract/text.ts';
import { ErrnoError } from '../native/errno-error.ts';
import { openBelow, pathOnly, resolve } from '../native/native.ts';

export interface PathPart {
  /** The name is its whole path. */
  readonly name: string;
  readonly status: Stats;
  /** The part lies in the folder with this status. */
  readonly holder: Stats;
  readonly isLast: boolean;
}

export interface HowByParts {
  /** The folder below which the parts are judged, and which is trusted itself; `/` when left out. */
  readonly from?: string;
  /** `O_*` flags of the last part. Those before it are opened as folders, and not for reading. */
  readonly flags: number;
  /** Why a part may not be opened. */
  readonly judge: (part: PathPart) => Words | undefined;
}

/** A descriptor, which the caller closes, or why there is none: what is wrong with a part, which is named. */
export type OpenedByParts = { readonly descriptor: number } | { readonly problem: Words };

const folderFlags = pathOnly | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const within = resolve.beneath | resolve.noSymlinks | resolve.noMagiclinks;

/** Empty parts of the path count for nothing. */
export function openByParts(path: string, { from = '/', flags, judge }: HowByParts): OpenedByParts {
  const parts = path.split('/').filter((part) => part !== '');
  let folder = openSync(from, constants.O_RDONLY | constants.O_DIRECTORY);
  for (const [index, part] of parts.entries()) {
    const name = join(from, ...parts.slice(0, index + 1));
    const isLast = index === parts.length - 1;
    const entry = openPart(folder, part, isLast ? flags : folderFlags);
    const problem =
      typeof entry === 'number'
        ? judge({ name, status: fstatSync(entry), holder: fstatSync(folder), isLast })
        : say('{name} {problem}', { name, problem: entry });
    closeSync(folder);
    if (typeof entry === 'number') folder = entry;
    if (problem === undefined) continue;
    if (typeof entry === 'number') closeSync(entry);
    return { problem };
  }
  return { descriptor: folder };
}

/** Opens a part, or says why it cannot be opened, as the end of a sentence. */
function openPart(folder: number, part: string, flags: number): number | Words {
  try {
    return openBelow(folder, part, { flags, resolve: within });
  } catch (error) {
    if (!(error instanceof ErrnoError)) throw error;
    if (error.code === 'ENOENT') return say('is not there');
    if (error.code === 'ELOOP' || (flags & constants.O_DIRECTORY) !== 0)
      return say('is a link, or no folder ({code})', { code: error.code });
    return say('cannot be opened ({code})', { code: error.code });
  }
}
