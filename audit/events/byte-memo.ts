// SPDX-License-Identifier: Apache-2.0
/**
 * Remembers the result for a run of bytes, so that a text that a log repeats is decoded once and shared. Bounded: each
 * run has two places in a table of fixed size, and a new run takes one of them.
 */

import type { Buffer } from 'node:buffer';

export type ByteMemo<Result> = (bytes: Buffer, start: number, end: number) => Result;

/** Limits ordinary runs to a multiple of four, since runs are compared four bytes at a time. */
const ordinaryRun = 96;

/**
 * `places` is a power of two. `make` gets a byte string; a result of undefined is not remembered. For runs longer than
 * `longestRun`, `make` is called each time.
 */
export function rememberBytes<Result>(
  places: number,
  make: (text: string) => Result,
  longestRun = ordinaryRun,
): ByteMemo<Result> {
  const wordsOfRun = longestRun / 4;
  const results: (Result | undefined)[] = Array.from({ length: places }, () => undefined);
  /** The runs that the results belong to, all in one array, each in its own place and padded with zeros. */
  const words = new Int32Array(places * wordsOfRun);
  const runs = new Uint8Array(words.buffer);
  const lengths = new Int32Array(places);

  /** Compares the run of a place with the bytes from `start` on, which are as many. */
  function isSameRun(place: number, view: DataView, start: number): boolean {
    const length = lengths[place] ?? 0;
    const first = place * wordsOfRun;
    const whole = length >> 2;
    for (let index = 0; index < whole; index += 1) {
      if (words[first + index] !== view.getInt32(start + index * 4, true)) return false;
    }
    for (let index = whole * 4; index < length; index += 1) {
      if (runs[first * 4 + index] !== view.getUint8(start + index)) return false;
    }
    return true;
  }

  function remember(place: number, run: Buffer): Result {
    const result = make(run.toString('latin1'));
    results[place] = result;
    lengths[place] = run.length;
    runs.fill(0, place * longestRun, (place + 1) * longestRun);
    runs.set(run, place * longestRun);
    return result;
  }

  return function recall(bytes, start, end) {
    const length = end - start;
    if (length > longestRun) return make(bytes.toString('latin1', start, end));
    const view = viewOf(bytes);
    const place = hashOf(view, start, length) & (places - 1);
    const known = results[place];
    if (known !== undefined && lengths[place] === length && isSameRun(place, view, start)) return known;
    const other = place ^ 1;
    const alsoKnown = results[other];
    if (alsoKnown !== undefined && lengths[other] === length && isSameRun(other, view, start)) return alsoKnown;
    return remember(known === undefined ? place : other, bytes.subarray(start, end));
  };
}

function hashOf(view: DataView, start: number, length: number): number {
  let hash = length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4)
    hash = Math.imul(hash ^ view.getInt32(start + at, true), 0x5bd1e995) ^ (hash >>> 15);
  for (let at = whole; at < length; at += 1) hash = Math.imul(hash ^ view.getUint8(start + at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

let latestBytes: Buffer | undefined;
let latestView: DataView = new DataView(new ArrayBuffer(0));

/** Gives one view for all lines of a chunk. */
function viewOf(bytes: Buffer): DataView {
  if (bytes !== latestBytes) {
    latestBytes = bytes;
    latestView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return latestView;
}
