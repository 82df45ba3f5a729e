// SPDX-License-Identifier: Apache-2.0
/**
 * Changes a text as a fuzzer does: some characters, a piece left out or said twice, a piece of the grammar in between.
 */

import type { Random } from '../../helper/server/fixtures/random.ts';

const odd = [
  '\0',
  '\u001b[2J',
  '\u202e',
  '\r\n',
  '\n\n',
  '\\',
  '"',
  "'",
  '%n',
  '-1',
  '99999999999999999999',
  '../',
] as const;

/** `pieces` are parts of the grammar, which lead deeper than noise. */
export function changeText(text: string, pieces: readonly string[], random: Random): string {
  let changed = text;
  const times = 1 + Math.floor(random.next() * 4);
  for (let time = 0; time < times; time += 1) changed = changeOnce(changed, pieces, random);
  return changed;
}

function changeOnce(text: string, pieces: readonly string[], random: Random): string {
  const at = Math.floor(random.next() * (text.length + 1));
  const length = Math.floor(random.next() * 40);
  const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  const kind = random.next();
  if (kind < 0.2) return before + after;
  if (kind < 0.4) return before + piece + piece + after;
  if (kind < 0.6) return before + random.of(odd) + piece + after;
  if (kind < 0.8) return before + (pieces[Math.floor(random.next() * pieces.length)] ?? '') + piece + after;
  if (kind < 0.9) return before + String.fromCharCode(Math.floor(random.next() * 0x3000)) + after;
  return before + piece.repeat(1 + Math.floor(random.next() * 50)) + after;
}
