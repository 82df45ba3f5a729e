// SPDX-License-Identifier: Apache-2.0
/**
 * The checksum at the end of an exported container: one more member of its gzip file, without content, whose comment has
 * the SHA-256 of all bytes before it. So every program that unpacks gzip can still unpack the file.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';

/** Magic, deflate, a comment follows, no time, no hints, Unix. */
const header = Buffer.from([0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 3]);
const comment = 'bulkhead sha256 ';
/** The member ends with no content, its checksum and its length. */
const rest = Buffer.from([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const digestCharacters = 64;
export const checksumBytes = header.length + comment.length + digestCharacters + rest.length;

export interface WholeFile {
  /** Counts the whole file, its checksum with it. */
  readonly bytes: number;
  readonly sha256: string;
}

/** Gives the pieces on, and the checksum after them. */
export async function* addChecksum(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, WholeFile, undefined> {
  const content = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    content.update(piece);
    bytes += piece.length;
    yield piece;
  }
  // It goes on from there.
  const whole = content.copy();
  const end = checksumOf(content.digest('hex'));
  yield end;
  return { bytes: bytes + end.length, sha256: whole.update(end).digest('hex') };
}

/** Gives the pieces on without the checksum. Fails with `archive-unusable` after the last one when it is not theirs. */
export async function* takeChecksum(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const content = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const all = Buffer.concat([held, piece]);
    const ready = all.subarray(0, Math.max(0, all.length - checksumBytes));
    held = all.subarray(ready.length);
    if (ready.length === 0) continue;
    content.update(ready);
    yield ready;
  }
  const wanted = checksumOf(content.digest('hex'));
  if (held.length !== checksumBytes || !timingSafeEqual(held, wanted))
    fail('archive-unusable', {
      reason: 'its checksum is not that of its content: it is damaged, cut off, or no export of a container',
    });
}

function checksumOf(digest: string): Buffer {
  return Buffer.concat([header, Buffer.from(comment + digest, 'latin1'), rest]);
}
