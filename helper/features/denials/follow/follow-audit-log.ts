// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the bytes of an audit log as they are written, across rotation: a file is read to its end before its successor,
 * so no tail is missed, and nothing is given twice. Bytes are read only when they are requested: a slow consumer delays
 * only itself.
 */

import { Buffer } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type FolderChange, watchFolder } from '../../../system/files/folder-change.ts';
import type { FollowItem } from './follow-item.ts';
import { type LogFile, openLogFile, openLogFiles } from './log-files.ts';
import { createLogMark, type LogMark } from './log-mark.ts';

export interface FollowOptions {
  readonly path: string;
  readonly signal: AbortSignal;
  /**
   * `end` gives only what is written from now on; a time in seconds since the epoch gives also the files, rotated ones
   * too, that were written since.
   */
  readonly since: 'end' | number;
  /** An earlier start ended there; when none of the files is the one that it names, nothing is known. */
  readonly position?: string | undefined;
  readonly pollMs?: number;
  readonly quietMs?: number;
}

const chunkBytes = 256 * 1024;

export async function* followAuditLog({
  path,
  signal,
  since,
  position,
  pollMs = 1000,
  quietMs = 100,
}: FollowOptions): AsyncGenerator<FollowItem, void, undefined> {
  const change = watchFolder(dirname(path));
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const files: LogFile[] = [];
  try {
    let offset = await openFirst(files, { path, since });
    const mark = createLogMark(files, position);
    for (;;) {
      const [file, ...younger] = files;
      if (file !== undefined) offset = yield* readToEnd(file, { buffer, offset, signal, mark });
      if (signal.aborted) return;
      if (file !== undefined && younger.length > 0) {
        files.shift();
        await file.handle.close();
        offset = 0;
      } else if (!(await addYounger(files, path))) {
        yield* untilChange(change, { signal, quietMs, pollMs });
      }
    }
  } finally {
    change.close();
    for (const { handle } of files) await handle.close();
  }
}

/** Returns where to begin in the first of them. */
async function openFirst(files: LogFile[], { path, since }: Pick<FollowOptions, 'path' | 'since'>): Promise<number> {
  if (since === 'end') {
    const file = await openLogFile(path);
    if (file === undefined) return 0;
    files.push(file);
    return (await file.handle.stat()).size;
  }
  files.push(...(await openLogFiles(path)));
  while (files.length > 1 && (files[0]?.changedMs ?? 0) < since * 1000) await files.shift()?.handle.close();
  return 0;
}

/** Returns the offset of the end. A file that has become shorter was emptied in place and is read from its start. */
async function* readToEnd(
  file: LogFile,
  {
    buffer,
    offset,
    signal,
    mark,
  }: { readonly buffer: Buffer; readonly offset: number; readonly signal: AbortSignal; readonly mark: LogMark },
): AsyncGenerator<FollowItem, number, undefined> {
  const { handle } = file;
  const { size } = await handle.stat();
  if (size < offset) mark.forget(file);
  let at = size < offset ? 0 : offset;
  while (!signal.aborted) {
    const known = mark.knownFrom(file, at);
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, known), at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    yield { kind: 'bytes', bytes, position: mark.after(file, at, bytes), isKnown: known !== Infinity };
  }
  return at;
}

/**
 * Adds the files that came after the one that is being read; returns whether there are any. Its writer has left it by
 * then, but may have written to it after it was read last: it stays first and is read once more.
 */
async function addYounger(files: LogFile[], path: string): Promise<boolean> {
  const [current] = files;
  if ((await inodeOf(path)) === current?.inode) return false;
  const all = await openLogFiles(path);
  const fresh = await youngerThan(current, all);
  for (const file of all) if (!fresh.includes(file)) await file.handle.close();
  files.push(...fresh);
  return fresh.length > 0;
}

async function inodeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.ino;
}

/** When rotation has already removed the current file, the times of the others show which came after it. */
async function youngerThan(current: LogFile | undefined, all: readonly LogFile[]): Promise<readonly LogFile[]> {
  if (current === undefined) return all.slice(-1);
  const place = all.findIndex(({ inode }) => inode === current.inode);
  if (place !== -1) return all.slice(place + 1);
  const { mtimeMs } = await current.handle.stat();
  return all.filter(({ changedMs }) => changedMs >= mtimeMs);
}

async function* untilChange(
  change: FolderChange,
  { signal, quietMs, pollMs }: { readonly signal: AbortSignal; readonly quietMs: number; readonly pollMs: number },
): AsyncGenerator<FollowItem, void, undefined> {
  if (await change.wait(quietMs, signal)) return;
  if (!signal.aborted) yield { kind: 'quiet' };
  await change.wait(pollMs, signal);
}
