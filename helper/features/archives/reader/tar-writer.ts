// SPDX-License-Identifier: Apache-2.0
/** Writes entries as a tar archive to a descriptor. */

import { writeSync } from 'node:fs';
import {
  endBlocks,
  headerBlocks,
  headerBytes,
  padding,
  paddingBytes,
  putHeader,
  recordsFor,
  type TarHeader,
} from '../../../system/files/tar-blocks.ts';

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
  function makeRoom(length: number): void {
    if (used + length <= bufferBytes) return;
    flush(buffer.subarray(0, used));
    used = 0;
  }
  function write(piece: Buffer): void {
    makeRoom(piece.length);
    if (piece.length >= bufferBytes) flush(piece);
    else used += piece.copy(buffer, used);
  }
  /** Writes the header in its place: a buffer for each costs more than what is in it. */
  function begin(header: TarHeader, attributes: ReadonlyMap<string, string>): void {
    const records = recordsFor(header, attributes);
    const length = headerBytes(records);
    if (length > bufferBytes) write(headerBlocks(header, attributes));
    else {
      makeRoom(length);
      putHeader(buffer, used, { header, records });
      used += length;
    }
  }

  return {
    begin,
    content: write,
    finish({ size }) {
      if (paddingBytes(size) > 0) write(padding(size));
    },
    end() {
      write(endBlocks());
      flush(buffer.subarray(0, used));
      used = 0;
    },
  };
}
