// SPDX-License-Identifier: Apache-2.0
/**
 * Finds numbers in the text files of the kernel, byte by byte in a shared buffer: a sample reads more than a thousand
 * such files, and no string is created for any of them. A missing number is NaN, never 0.
 */

const newline = 10;
const space = 32;
const dot = 46;
const zero = 48;
const nine = 57;

/** The bytes of a word to look for. */
export function wordOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The number that begins at `at`, with its fraction; NaN when there is none, as in `max`. */
export function numberAt(buffer: Uint8Array, length: number, at: number): number {
  let position = at;
  let value = 0;
  for (; position < length; position += 1) {
    const byte = buffer[position] ?? 0;
    if (byte < zero || byte > nine) break;
    value = value * 10 + (byte - zero);
  }
  if (position === at) return Number.NaN;
  return buffer[position] === dot ? value + fractionAt(buffer, length, position + 1) : value;
}

/** Reads the number after the word at the beginning of a line: `oom_kill 3` for `oom_kill `. */
export function numberOfLine(buffer: Uint8Array, length: number, word: Uint8Array): number {
  for (let line = 0; line < length; line = nextLine(buffer, length, line)) {
    if (line + word.length <= length && isWordAt(buffer, line, word))
      return numberAt(buffer, length, skipSpaces(buffer, length, line + word.length));
  }
  return Number.NaN;
}

/** The sum of all numbers that follow the word, wherever it occurs; NaN when it does not occur. */
export function sumAfter(buffer: Uint8Array, length: number, word: Uint8Array): number {
  let sum = Number.NaN;
  for (let at = 0; at + word.length <= length; at += 1) {
    if (!isWordAt(buffer, at, word)) continue;
    const value = numberAt(buffer, length, at + word.length);
    sum = Number.isNaN(sum) ? value : sum + value;
  }
  return sum;
}

interface FieldPlace {
  /** Counting begins with the field at this position, or with the first one after its spaces. */
  readonly from: number;
  /** Counts the fields before the one that is meant. */
  readonly skip: number;
}

/** Reads the number of a field, whose place is said by another one of the same line. */
export function numberOfField(buffer: Uint8Array, length: number, { from, skip }: FieldPlace): number {
  let position = skipSpaces(buffer, length, from);
  for (let field = 0; field < skip; field += 1)
    position = skipSpaces(buffer, length, endOfField(buffer, length, position));
  return numberAt(buffer, length, position);
}

/** Says where the line after the one at `at` begins; `length` when there is none. */
export function nextLine(buffer: Uint8Array, length: number, at: number): number {
  let position = at;
  while (position < length && buffer[position] !== newline) position += 1;
  return Math.min(length, position + 1);
}

/** Says whether the word is at `at`, also where it goes beyond what was read. */
export function isWordAt(buffer: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index += 1) if (buffer[at + index] !== word[index]) return false;
  return true;
}

export function skipSpaces(buffer: Uint8Array, length: number, at: number): number {
  let position = at;
  while (position < length && buffer[position] === space) position += 1;
  return position;
}

/** Says where the field at `at` ends. */
export function endOfField(buffer: Uint8Array, length: number, at: number): number {
  let position = at;
  while (position < length && buffer[position] !== space && buffer[position] !== newline) position += 1;
  return position;
}

function fractionAt(buffer: Uint8Array, length: number, at: number): number {
  let value = 0;
  let scale = 1;
  for (let position = at; position < length; position += 1) {
    const byte = buffer[position] ?? 0;
    if (byte < zero || byte > nine) break;
    value = value * 10 + (byte - zero);
    scale *= 10;
  }
  return value / scale;
}
