// SPDX-License-Identifier: Apache-2.0
/**
 * Cuts a byte stream into lines without decoding it; a line longer than the limit is dropped as it streams, so memory
 * stays bounded whatever arrives.
 */

import { Buffer } from 'node:buffer';

const newline = 0x0a;

/** Far above what the kernel writes (8,970 bytes a record) and what an enriched tail or JSON quoting adds to it. */
export const longestLine = 64 * 1024;

export interface LineSink {
  /** `bytes` is valid only during the call; `start` and `end` enclose the line without its newline. */
  onLine(bytes: Buffer, start: number, end: number): void;
  onOverlong(): void;
}

export interface LineSplitter {
  push(chunk: Buffer): void;
  /** Hands over a last line that has no newline. */
  end(): void;
}

export function createLineSplitter(sink: LineSink): LineSplitter {
  let head: Buffer[] = [];
  let headLength = 0;
  let isSkipping = false;

  function keep(piece: Buffer): void {
    if (isSkipping || piece.length === 0) return;
    if (headLength + piece.length > longestLine) {
      isSkipping = true;
      head = [];
      headLength = 0;
      return;
    }
    head.push(Buffer.from(piece));
    headLength += piece.length;
  }

  function finishHead(): void {
    if (isSkipping) {
      isSkipping = false;
      sink.onOverlong();
      return;
    }
    const line = Buffer.concat(head, headLength);
    head = [];
    headLength = 0;
    sink.onLine(line, 0, line.length);
  }

  return {
    push(chunk) {
      let start = 0;
      let end = chunk.indexOf(newline);
      if (end !== -1 && (headLength > 0 || isSkipping)) {
        keep(chunk.subarray(0, end));
        finishHead();
        start = end + 1;
        end = chunk.indexOf(newline, start);
      }
      while (end !== -1) {
        if (end - start > longestLine) sink.onOverlong();
        else sink.onLine(chunk, start, end);
        start = end + 1;
        end = chunk.indexOf(newline, start);
      }
      keep(chunk.subarray(start));
    },
    end() {
      if (headLength > 0 || isSkipping) finishHead();
    },
  };
}
