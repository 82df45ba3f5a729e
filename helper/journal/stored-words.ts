// SPDX-License-Identifier: Apache-2.0
/** Words in a column of text: a phrase as JSON, anything else as it is, which is how an earlier helper wrote all. */

import { keptWordsSchema } from '../../contract/model/words.ts';
import { textOf, type Words } from '../../contract/text.ts';

/** A phrase that is longer than this many characters is kept as its English text, which is cut off there. */
export function storeWords(words: Words, maxLength: number): string {
  const stored = typeof words === 'string' ? words : JSON.stringify(words);
  if (stored.length <= maxLength) return stored;
  const text = textOf(words);
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}

export function readStoredWords(text: string): Words {
  if (!text.startsWith('{"message":')) return text;
  try {
    return keptWordsSchema().safeParse(JSON.parse(text)).data ?? text;
  } catch {
    // No phrase, but a text that begins like one.
    return text;
  }
}
