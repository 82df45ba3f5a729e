// SPDX-License-Identifier: Apache-2.0
/** Reads a descriptor from its beginning to its end, in order, without waiting for the event loop. */

import { readSync } from 'node:fs';

export interface ByteReader {
  /** The next bytes, fewer only at the end. Valid until the next call. At most {@link maxTaken}. */
  take(length: number): Buffer;
  /** Gives the next bytes piece by piece; each is valid during the call. Returns how many there were. */
  pass(length: number, use: (piece: Buffer) => void): number;
  /** Leaves the next bytes out. Returns how many there were. */
  skip(length: number): number;
  /** Bytes that were read so far. */
  readonly position: number;
}

export const maxTaken = 1024 * 1024;

export function createByteReader(fd: number): ByteReader {
  const buffer = Buffer.allocUnsafe(maxTaken);
  let [begin, end, position] = [0, 0, 0];

  /** Returns false at the end. */
  function fill(): boolean {
    if (begin > 0) {
      buffer.copyWithin(0, begin, end);
      end -= begin;
      begin = 0;
    }
    const read = readSync(fd, buffer, end, buffer.length - end, null);
    end += read;
    return read > 0;
  }

  function taken(length: number): Buffer {
    const piece = buffer.subarray(begin, begin + length);
    begin += length;
    position += length;
    return piece;
  }

  return {
    take(length) {
      if (length > maxTaken) throw new RangeError(`cannot take ${length} bytes at once`);
      while (end - begin < length && fill());
      return taken(Math.min(length, end - begin));
    },
    pass(length, use) {
      let left = length;
      while (left > 0) {
        if (end === begin && !fill()) break;
        const piece = taken(Math.min(left, end - begin));
        left -= piece.length;
        use(piece);
      }
      return length - left;
    },
    skip(length) {
      let left = length;
      while (left > 0) {
        if (end === begin && !fill()) break;
        const bytes = Math.min(left, end - begin);
        begin += bytes;
        position += bytes;
        left -= bytes;
      }
      return length - left;
    },
    get position() {
      return position;
    },
  };
}
