// SPDX-License-Identifier: Apache-2.0
/**
 * A program with its arguments as a line that people read and write: words between spaces, or between quotes of one
 * kind, as LXC reads them. No shell is involved: nothing else has a meaning.
 */

/** Writes the line. `readWords` gives the words again, unless one holds both kinds of quotes. */
export function formatWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** The words of a line; undefined where a quote does not end. */
export function readWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== '') {
    const mark = rest[0] === '"' || rest[0] === "'" ? rest[0] : undefined;
    const end = mark === undefined ? rest.search(/\s|$/) : rest.indexOf(mark, 1);
    if (end < 0) return undefined;
    words.push(rest.slice(mark === undefined ? 0 : 1, end));
    rest = rest.slice(mark === undefined ? end : end + 1).trimStart();
  }
  return words;
}

function quoted(word: string): string {
  if (word !== '' && !/[\s"']/.test(word)) return word;
  return word.includes("'") ? `"${word}"` : `'${word}'`;
}
