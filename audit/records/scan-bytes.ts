// SPDX-License-Identifier: Apache-2.0
/** Compares and divides the bytes of a line, without making a string of them. */

import type { Buffer } from 'node:buffer';

export const space = 0x20;

/** Makes a key of ASCII characters to compare with. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Tells whether the bytes from `at` on are the expected ones, also where these go beyond the end of a line. */
export function isAt(bytes: Buffer, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}

/** Finds the end of the word that begins at `start`. */
export function wordEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== space) at += 1;
  return at;
}
