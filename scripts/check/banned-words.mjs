// SPDX-License-Identifier: Apache-2.0
/**
 * The words that nobody uses here, from the glossary: those in bold. Plain JavaScript, because cspell's configuration
 * imports it.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns {readonly string[]} */
export function readBannedWords() {
  return parseBannedWords(readFileSync(join(import.meta.dirname, '../../docs/glossary.md'), 'utf8'));
}

/**
 * @param {string} glossary
 * @returns {readonly string[]}
 */
export function parseBannedWords(glossary) {
  const page = glossary.slice(glossary.indexOf('\n## '));
  const words = [...page.matchAll(/\*\*([a-z, ]+)\*\*/g)].flatMap(([, list = '']) => list.split(/,\s*/));
  if (words.length === 0) throw new Error('the glossary has no words in bold');
  return words;
}
