// SPDX-License-Identifier: Apache-2.0
/**
 * Gives an archive to the chain of processes that unpacks it, and counts it for its digest. No piece is kept once the
 * chain has it: an archive may be larger than all memory.
 */

import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { unlessAborted } from '../../../rpc/async/unless-aborted.ts';
import { magicBytes } from './compression.ts';

export interface Received {
  readonly bytes: number;
  readonly sha256: string;
}

export interface SentArchive {
  /** The bytes were taken by {@link takeBeginning}. */
  readonly beginning: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
  readonly onReceived: (bytes: number) => void;
}

/** What takes the archive. */
export interface ChainInput {
  readonly input: Writable;
  /** Rejects with why the archive is not unpacked. */
  readonly ended: Promise<unknown>;
  /** Says whether `ended` has settled, and so nothing more is read. */
  readonly hasEnded: () => boolean;
}

/** Enough of the archive to see what it is; all of it when it is shorter. */
export async function takeBeginning(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let beginning: Uint8Array = new Uint8Array();
  while (beginning.length < magicBytes) {
    const piece = await nextOf(chunks);
    if (piece === undefined) break;
    beginning = Buffer.concat([beginning, piece]);
  }
  return beginning;
}

/** Sends the archive as fast as it is taken. What follows its own end only counts for its digest. */
export async function feedChain(
  { beginning, rest, onReceived }: SentArchive,
  { input, ended, hasEnded }: ChainInput,
  signal: AbortSignal,
): Promise<Received> {
  const hash = createHash('sha256');
  let bytes = 0;
  // Who sends may send nothing for long.
  const next = (): Promise<Uint8Array | undefined> => unlessAborted(nextOf(rest), signal);
  for (let piece: Uint8Array | undefined = beginning; piece !== undefined; piece = await next()) {
    if (hasEnded()) await ended;
    const isFull = !input.destroyed && !input.write(piece);
    // The chain works on the piece meanwhile.
    hash.update(piece);
    bytes += piece.length;
    onReceived(bytes);
    // Where nobody reads any more, the end of the chain must be seen all the same.
    if (input.destroyed) await nextTurn();
    else if (isFull) await drainOf(input);
  }
  input.end();
  return { bytes, sha256: hash.digest('hex') };
}

/** Waits until more is taken, or nothing more ever. */
function drainOf(input: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      input.off('drain', settle).off('close', settle);
      resolve();
    };
    input.on('drain', settle).on('close', settle);
  });
}

async function nextOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  const next = await chunks.next();
  return next.done === true ? undefined : next.value;
}
