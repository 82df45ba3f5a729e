// SPDX-License-Identifier: Apache-2.0
/** The files of an audit log: `audit.log` and what rotation left of it, `audit.log.1` being the younger. */

import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from '../../../system/errno.ts';

export interface LogFile {
  readonly handle: FileHandle;
  readonly inode: number;
  /** The file was created then, in milliseconds since the epoch: another one may have the inode later. */
  readonly bornMs: number;
  /** The file had so many bytes when it was opened. */
  readonly size: number;
  /** The file was written last then, in milliseconds since the epoch. */
  readonly changedMs: number;
}

/** Undefined when there is no such file. */
export async function openLogFile(path: string): Promise<LogFile | undefined> {
  const handle = await open(path, 'r').catch(missing);
  if (handle === undefined) return undefined;
  const { ino, birthtimeMs, size, mtimeMs } = await handle.stat();
  return { handle, inode: ino, bornMs: birthtimeMs, size, changedMs: mtimeMs };
}

/**
 * Opens all files, oldest first. They are opened youngest first, so that a rotation in between shows one of them twice,
 * which is seen by its inode, and hides none.
 * The caller closes them.
 */
export async function openLogFiles(path: string): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const name of [path, ...(await rotatedPaths(path))]) {
    const file = await openLogFile(name);
    if (file === undefined) continue;
    if (files.some(({ inode }) => inode === file.inode)) await file.handle.close();
    else files.unshift(file);
  }
  return files;
}

/** Lists the youngest first. */
async function rotatedPaths(path: string): Promise<string[]> {
  const prefix = `${basename(path)}.`;
  const names = (await readdir(dirname(path)).catch(missing)) ?? [];
  const numbers = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return numbers
    .filter((number) => /^\d{1,4}$/.test(number))
    .sort((a, b) => Number(a) - Number(b))
    .map((number) => join(dirname(path), prefix + number));
}

function missing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}
