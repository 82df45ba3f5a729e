// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the lines of a log that LXC writes in the helper's own folder, and of the file before it, `.1`: first those that
 * are there, then, when it is followed, new ones across rotation. A link, or anything else that is no regular file, is
 * taken for missing.
 */

import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { serviceLimits } from '../../../../contract/rules/service-limits.ts';
import { hasCode } from '../../../system/errno.ts';
import { watchFolder } from '../../../system/files/folder-change.ts';
import { createLineSplitter, type SplitLine } from '../split-lines.ts';

export interface ReadFileOptions {
  readonly path: string;
  readonly isFollowed: boolean;
  readonly pollMs?: number;
}

export interface FileLines {
  /** The text has one character for each byte. */
  readonly lines: readonly SplitLine[];
  readonly isCaughtUp: boolean;
}

/** Only the end of a larger file is read at first, which is so long. */
const maxHistoryBytes = 2 * serviceLimits.consoleLogBytes.value;
const chunkBytes = 64 * 1024;

export async function* readLogFile(
  { path, isFollowed, pollMs = 1000 }: ReadFileOptions,
  signal: AbortSignal,
): AsyncGenerator<FileLines, void, undefined> {
  const change = watchFolder(dirname(path));
  const splitter = createLineSplitter(serviceLimits.logLineCharacters.value);
  // Opened before the older one: a rotation in between shows it twice, which is seen by its inode, and hides none.
  let current = await openFile(path);
  try {
    const older = await openFile(`${path}.1`);
    if (older !== undefined) {
      try {
        if (older.inode !== current?.inode) yield* linesIn(older, splitter);
      } finally {
        await older.handle.close();
      }
    }
    if (current !== undefined) yield* linesIn(current, splitter);
    yield { lines: isFollowed ? [] : begun(splitter.flush()), isCaughtUp: true };
    while (isFollowed && !signal.aborted) {
      const hasChanged = await change.wait(pollMs, signal);
      // A question at the end of the console has no line break.
      if (!hasChanged) yield { lines: begun(splitter.flush()), isCaughtUp: true };
      if (current !== undefined) yield* asNew(linesIn(current, splitter));
      const next = await successor(path, current);
      if (next === undefined) continue;
      // What was written to the former between the last reading and the rotation.
      if (current !== undefined) yield* asNew(linesIn(current, splitter));
      await current?.handle.close();
      current = next;
      yield* asNew(linesIn(current, splitter));
    }
  } finally {
    await current?.handle.close();
    change.close();
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly inode: number;
  offset: number;
}

async function openFile(path: string): Promise<OpenFile | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(missing);
  if (handle === undefined) return undefined;
  const { ino: inode, size } = await handle.stat();
  if ((await handle.stat()).isFile()) return { handle, inode, offset: Math.max(0, size - maxHistoryBytes) };
  await handle.close();
  return undefined;
}

/** Reads from where the last reading ended; a file that has become shorter was emptied in place. */
async function* linesIn(
  file: OpenFile,
  splitter: ReturnType<typeof createLineSplitter>,
): AsyncGenerator<FileLines, void, undefined> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  if ((await file.handle.stat()).size < file.offset) file.offset = 0;
  for (;;) {
    const { bytesRead } = await file.handle.read(buffer, 0, chunkBytes, file.offset);
    if (bytesRead === 0) return;
    file.offset += bytesRead;
    const lines = splitter.push(buffer.toString('latin1', 0, bytesRead));
    if (lines.length > 0) yield { lines, isCaughtUp: false };
  }
}

async function* asNew(lines: AsyncIterable<FileLines>): AsyncGenerator<FileLines, void, undefined> {
  for await (const item of lines) yield { ...item, isCaughtUp: true };
}

/** The file that has taken the place of the one that is read; undefined while it is the same. */
async function successor(path: string, current: OpenFile | undefined): Promise<OpenFile | undefined> {
  const inode = (await stat(path).catch(missing))?.ino;
  return inode === undefined || inode === current?.inode ? undefined : openFile(path);
}

function begun(line: SplitLine | undefined): readonly SplitLine[] {
  return line === undefined ? [] : [line];
}

function missing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT', 'ELOOP', 'ENXIO')) return undefined;
  throw error;
}
