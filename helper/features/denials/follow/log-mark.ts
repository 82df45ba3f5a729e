// SPDX-License-Identifier: Apache-2.0
/** Names places in a log of several files, by inode and offset, and decides what is before such a place. */

import type { Buffer } from 'node:buffer';
import type { LogFile } from './log-files.ts';

export interface LogMark {
  /** How many bytes from this offset on are known; Infinity when none are, so that it can limit a read. */
  knownFrom(file: LogFile, offset: number): number;
  /** The file was emptied in place: what it holds now is new. */
  forget(file: LogFile): void;
  /**
   * The end of the last whole line, after these bytes were read up to this offset; undefined before any line has ended.
   */
  after(file: LogFile, offset: number, bytes: Buffer): string | undefined;
}

const newline = 0x0a;

/** `files` are those that there are at the start, oldest first: all before the one that is named are known too. */
export function createLogMark(files: readonly LogFile[], position: string | undefined): LogMark {
  const [, name, end] = /^auditd (\d+ [\d.]+) (\d+)$/.exec(position ?? '') ?? [];
  const knownUpTo = Number(end);
  const index = files.findIndex((file) => nameOf(file) === name && file.size >= knownUpTo);
  const whole = new Set(files.slice(0, Math.max(0, index)).map(nameOf));
  let marked = index === -1 ? undefined : name;
  let latest = index === -1 ? undefined : position;

  return {
    knownFrom(file, offset) {
      if (marked === undefined) return Infinity;
      if (whole.has(nameOf(file))) return Number.MAX_SAFE_INTEGER;
      const left = nameOf(file) === marked ? knownUpTo - offset : 0;
      return left > 0 ? left : Infinity;
    },
    forget(file) {
      if (nameOf(file) === marked) marked = undefined;
    },
    after(file, offset, bytes) {
      const end = bytes.lastIndexOf(newline);
      if (end !== -1) latest = `auditd ${nameOf(file)} ${offset - bytes.length + end + 1}`;
      return latest;
    },
  };
}

function nameOf({ inode, bornMs }: LogFile): string {
  return `${inode} ${bornMs}`;
}
