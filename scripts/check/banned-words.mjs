// SPDX-License-Identifier: Apache-2.0
/**
 * The words and names that nobody uses here, from the glossary: those in bold. Plain JavaScript, because the
 * configurations of cspell and ESLint import it.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns {readonly string[]} */
export function readBannedWords() {
  return parseBannedWords(readGlossary());
}

/**
 * Matches a name in code that is banned, or has a banned word as one of its parts.
 * @returns {string}
 */
export function readBannedNamePattern() {
  const glossary = readGlossary();
  return createNamePattern([...parseBannedWords(glossary), ...parseBannedNames(glossary)]);
}

/**
 * @param {string} glossary
 * @returns {readonly string[]}
 */
export function parseBannedWords(glossary) {
  const page = glossary.slice(glossary.indexOf('\n## '));
  const words = [...page.matchAll(/\*\*([a-z]+(?:, [a-z]+)*)\*\*/g)].flatMap(([, list = '']) => list.split(', '));
  if (words.length === 0) throw new Error('the glossary has no words in bold');
  return words;
}

/**
 * @param {string} glossary
 * @returns {readonly string[]}
 */
export function parseBannedNames(glossary) {
  const names = [...glossary.matchAll(/\*\*`([a-zA-Z]+)`\*\*/g)].map(([, name = '']) => name);
  if (names.length === 0) throw new Error('the glossary has no names in bold');
  return names;
}

/**
 * `mend` matches `mend`, `mendAll` and `isMend`, not `amend`. An `X` at the end is a capital letter, and the name begins
 * with what is before it: `mostX` matches `mostCalls`, not `isMostCalls`.
 * @param {readonly string[]} names
 * @returns {string}
 */
export function createNamePattern(names) {
  return names
    .map((name) => {
      if (name.endsWith('X')) return `^${name.slice(0, -1)}[A-Z]`;
      const [first = '', rest] = [name[0], name.slice(1)];
      return `(?:^${first}|_${first}|${first.toUpperCase()})${rest}(?![a-z])`;
    })
    .join('|');
}

function readGlossary() {
  return readFileSync(join(import.meta.dirname, '../../docs/glossary.md'), 'utf8');
}
