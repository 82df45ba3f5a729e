// SPDX-License-Identifier: Apache-2.0
/** Writes entries as a tar archive to a descriptor. */

import { writeSync } from 'node:fs';
import { endBlocks, headerBlocks, padding, type TarHeader } from '../../../system/files/tar-blocks.ts';

export interface TarWriter {
  /** Writes the header; content of `header.size` bytes has to follow. */
  begin(header: TarHeader, attributes: ReadonlyMap<string, string>): void;
  content(piece: Buffer): void;
  /** Ends the entry that was begun. */
  finish(header: TarHeader): void;
  /** Ends the archive. */
  end(): void;
}

const bufferBytes = 256 * 1024;

export function createTarWriter(fd: number): TarWriter {
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let used = 0;

  function flush(piece: Buffer): void {
    for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
  }
  function write(piece: Buffer): void {
    if (used + piece.length > bufferBytes) {
      flush(buffer.subarray(0, used));
      used = 0;
    }
    if (piece.length >= bufferBytes) flush(piece);
    else used += piece.copy(buffer, used);
  }

  return {
    begin: (header, attributes) => write(headerBlocks(header, attributes)),
    content: write,
    finish: ({ size }) => write(padding(size)),
    end() {
      write(endBlocks());
      flush(buffer.subarray(0, used));
      used = 0;
    },
  };
}
