// SPDX-License-Identifier: Apache-2.0
/** The names of an archive's entries, as paths below the folder that it is unpacked to. */

import { shownName, UnusableError } from './unusable-error.ts';

const maxPath = 4095;
const maxComponent = 255;

/**
 * Gives the path without `.`, doubled and leading slashes; empty for the folder itself. Fails where it leads out of the
 * folder.
 */
export function pathOf(name: string): string {
  if (name.length > maxPath) throw new UnusableError(`it has a name of more than ${maxPath} bytes: ${shownName(name)}`);
  // Where it is written, what follows would be no part of it.
  if (name.includes('\0')) throw new UnusableError(`it has a name with a byte of zero: ${shownName(name)}`);
  const plain = plainPathOf(name);
  if (plain !== undefined) return plain;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  for (const part of parts) {
    if (part === '..') throw new UnusableError(`it has a name that leads out of its folder: ${shownName(name)}`);
    if (part.length > maxComponent)
      throw new UnusableError(`it has a name of more than ${maxComponent} bytes: ${shownName(name)}`);
  }
  return parts.join('/');
}

/** Gives the path of a name as nearly all are, `./a/b` or `a/b/`, without taking it apart; undefined for all others. */
function plainPathOf(name: string): string | undefined {
  const begin = name.startsWith('./') ? 2 : 0;
  const end = name.endsWith('/') ? name.length - 1 : name.length;
  for (let from = begin; ;) {
    const slash = name.indexOf('/', from);
    const to = slash === -1 ? end : Math.min(slash, end);
    const length = to - from;
    // One with a meaning has one or two points.
    if (length < 1 || length > maxComponent || (length <= 2 && name[from] === '.')) return undefined;
    if (to === end) return name.slice(begin, end);
    from = to + 1;
  }
}

/** Empty for what is at the top. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Gives the path below a folder; undefined for what is not in it. */
export function pathWithin(path: string, folder: string): string | undefined {
  if (folder === '') return path;
  if (path === folder) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
