/**
 * Remembers what was made of a run of bytes, so that a text that a log repeats is decoded once and shared. Bounded: each run has one place in a table of fixed size,
 * and a newcomer takes the place of the run that was there.
 */

import type { Buffer } from 'node:buffer';

export type ByteMemo<Result> = (bytes: Buffer, start: number, end: number) => Result;

/** Longer runs are made anew each time. */
const longestRun = 96;

/** `places` is a power of two. `make` gets a byte string and must not give undefined for a run that matters: that is made anew each time, too. */
export function rememberBytes<Result>(places: number, make: (text: string) => Result): ByteMemo<Result> {
  const results: (Result | undefined)[] = Array.from({ length: places }, () => undefined);
  /** The runs that the results belong to, each in its place of one array. */
  const runs = new Uint8Array(places * longestRun);
  const lengths = new Uint8Array(places);

  function isKnown(place: number, bytes: Buffer, start: number, length: number): boolean {
    if (lengths[place] !== length) return false;
    const run = place * longestRun;
    for (let index = 0; index < length; index += 1) {
      if (runs[run + index] !== bytes[start + index]) return false;
    }
    return true;
  }

  return function recall(bytes, start, end) {
    const length = end - start;
    if (length > longestRun) return make(bytes.toString('latin1', start, end));
    const place = hashOf(bytes, start, end) & (places - 1);
    const known = results[place];
    if (known !== undefined && isKnown(place, bytes, start, length)) return known;
    const result = make(bytes.toString('latin1', start, end));
    results[place] = result;
    lengths[place] = length;
    runs.set(bytes.subarray(start, end), place * longestRun);
    return result;
  };
}

function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 0x01000193) ^ (bytes[at] ?? 0)) | 0;
  return hash ^ (hash >>> 15);
}
