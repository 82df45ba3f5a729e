// SPDX-License-Identifier: Apache-2.0
/** Calls about one name in an open folder, which Node does not offer. Names are bytes; links are not followed. */

import koffi from 'koffi';
import { check } from './errno-error.ts';

const libc = koffi.load('libc.so.6');
const renameat2 = libc.func(
  'int renameat2(int from, const uint8_t *fromName, int to, const uint8_t *toName, uint32_t flags)',
) as (from: number, fromName: Uint8Array, to: number, toName: Uint8Array, flags: number) => number;
const linkat = libc.func('int linkat(int from, const char *fromPath, int to, const uint8_t *toName, int flags)') as (
  from: number,
  fromPath: string,
  to: number,
  toName: Uint8Array,
  flags: number,
) => number;

const currentFolder = -100;
const followLinks = 0x400;
const noReplace = 1;

/** One name in a folder that is open. */
export interface Entry {
  readonly folder: number;
  readonly name: Uint8Array;
}

/** Raises `EEXIST` when there is something of the new name, unless it is to be replaced. */
export function renameEntry(from: Entry, to: Entry, { replace }: { readonly replace: boolean }): void {
  check(renameat2(from.folder, ended(from.name), to.folder, ended(to.name), replace ? 0 : noReplace), 'renameat2');
}

/** Gives an open file without a name (`O_TMPFILE`) one. Raises `EEXIST` when there is something of that name. */
export function nameFile(fd: number, { folder, name }: Entry): void {
  check(linkat(currentFolder, `/proc/self/fd/${fd}`, folder, ended(name), followLinks), 'linkat');
}

/** Ends a name with NUL, as C wants it. A NUL within would name another file. */
function ended(name: Uint8Array): Uint8Array {
  if (name.length === 0 || name.includes(0)) throw new Error('cannot name a file: the name is empty, or holds NUL');
  return Buffer.concat([name, Buffer.of(0)]);
}
