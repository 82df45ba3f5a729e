// SPDX-License-Identifier: Apache-2.0
/**
 * A file of the kernel that is read again and again: its descriptor stays open, and each reading fills the one shared
 * buffer from the file's beginning. A file that is missing, or whose object has gone, reads as nothing, and is looked
 * for again ever more rarely.
 */

import { closeSync, openSync, readSync } from 'node:fs';

export interface CounterFile {
  /** Bytes now in {@link shared}; 0 for an empty file, -1 when there is none. */
  read(): number;
  close(): void;
}

/** What the file read last holds. Valid until the next reading of any file. */
export const shared: Uint8Array = Buffer.allocUnsafeSlow(64 * 1024);

/** Readings between two attempts to open a missing file, at most. */
const maxSkipped = 16;
const closed = -1;

export function openCounterFile(path: string): CounterFile {
  let descriptor = closed;
  let skip = 0;
  let skipped = 0;

  function open(): void {
    if (skipped < skip) {
      skipped += 1;
      return;
    }
    try {
      descriptor = openSync(path, 'r');
      skip = 0;
    } catch {
      skip = Math.min(maxSkipped, skip * 2 + 1);
    }
    skipped = 0;
  }

  function close(): void {
    if (descriptor === closed) return;
    closeSync(descriptor);
    descriptor = closed;
  }

  return {
    read() {
      if (descriptor === closed) open();
      if (descriptor === closed) return -1;
      try {
        return readWhole(descriptor);
      } catch {
        // The cgroup or the interface is gone (ENODEV); one of the same name may come.
        close();
        return -1;
      }
    },
    close,
  };
}

/** The kernel's buffer is a page; a piece ends with the last line that fitted. */
const smallestPiece = 2048;

/** A table of many lines comes in pieces of a page; anything shorter than that came whole. */
function readWhole(descriptor: number): number {
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, shared, length, shared.length - length, length);
    length += read;
    if (read < smallestPiece || length === shared.length) return length;
  }
}
