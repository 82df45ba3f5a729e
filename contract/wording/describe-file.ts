// SPDX-License-Identifier: Apache-2.0
/** Modes and owners of a container's files in the notation of `ls -l` and chmod(1). */

import type { ContainerFile, FileKind } from '../model/containers/container-file.ts';
import type { FileOwner } from '../model/names.ts';
import { t } from '../text.ts';

const kindLetters: Readonly<Record<FileKind, string>> = {
  file: '-',
  folder: 'd',
  link: 'l',
  pipe: 'p',
  socket: 's',
  device: 'b',
};

/** `drwxr-xr-x`. */
export function describeMode({ kind, mode }: Pick<ContainerFile, 'kind' | 'mode'>): string {
  const [user = '', group = '', others = ''] = [6, 3, 0].map((shift) => lettersOf((mode >> shift) & 7));
  return (
    kindLetters[kind] +
    special(user, (mode & 0o4000) !== 0, 's') +
    special(group, (mode & 0o2000) !== 0, 's') +
    special(others, (mode & 0o1000) !== 0, 't')
  );
}

/** `0755`. */
export function octalMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** What somebody wrote for a mode in octal digits; undefined when it is none. */
export function parseMode(text: string): number | undefined {
  return /^[0-7]{1,4}$/.test(text.trim()) ? Number.parseInt(text.trim(), 8) : undefined;
}

/** Gives the id in the container; that of the host where the container has none for it. */
export function describeOwner({ inside, host }: FileOwner): string {
  return inside === null ? t('host {host}', { host }) : String(inside);
}

function lettersOf(bits: number): string {
  return `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${(bits & 1) === 0 ? '-' : 'x'}`;
}

/** The last letter says both whether it may be run and whether the bit is set. */
function special(letters: string, isSet: boolean, letter: string): string {
  if (!isSet) return letters;
  return letters.slice(0, 2) + (letters.endsWith('x') ? letter : letter.toUpperCase());
}
