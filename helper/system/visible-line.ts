// SPDX-License-Identifier: Apache-2.0
/** Text that a container may have chosen, made visible as one line for a failure's reason. */

/** Controls, format characters, separators of lines, lone surrogates, private use. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** Nothing in the result moves a cursor, ends a line, or turns the direction of writing. */
export function visibleLine(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
