// SPDX-License-Identifier: Apache-2.0
/**
 * What LXC's log says about a failed start, for the failure's reason: the log itself is removed when the container is
 * undone.
 */

import { readFileSync } from 'node:fs';

const maxLines = 6;
const maxCharacters = 800;

/** A line of LXC's log: who, container, time, level, category, place in LXC's source, message. */
const logLine = /^\S+ \S+ \d+\.\d+ ([A-Z]+)\s+\S+ - (?:\S+:\d+ - )?(.*)$/s;
/** Names and paths of the container's are in it: controls, format characters, separators of lines, lone surrogates. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/**
 * From the first error on, since the later ones mostly follow from it; the last lines when there is no error. Undefined
 * when the log says nothing.
 */
export function wordsOfStartLog(path: string): string | undefined {
  const entries = linesOf(path).map(entryOf);
  const firstError = entries.findIndex(({ level }) => level === 'ERROR' || level === 'FATAL');
  const chosen = firstError === -1 ? entries.slice(-maxLines) : entries.slice(firstError, firstError + maxLines);
  const words = chosen.map(({ message }) => message.replace(unsafe, escaped)).join('; ');
  return words === '' ? undefined : cut(words);
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

/** A line of another form is a message as a whole. */
function entryOf(line: string): { readonly level: string | undefined; readonly message: string } {
  const [, level, message = line] = logLine.exec(line) ?? [];
  return { level, message };
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function cut(text: string): string {
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters - 1)}…` : text;
}
