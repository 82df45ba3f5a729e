// SPDX-License-Identifier: Apache-2.0
/**
 * Makes text that a container controls harmless on a terminal: nothing in it can move the cursor, end a line, or turn
 * the writing direction (threats D6, D7).
 */

/** Controls, format characters (bidi among them), line and paragraph separators, lone surrogates, private use. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function escapeText(text: string): string {
  return text.replace(unsafe, (character) => short[character] ?? written(character.codePointAt(0) ?? 0));
}

function written(code: number): string {
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
