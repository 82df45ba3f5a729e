// SPDX-License-Identifier: Apache-2.0
/** A failure, or what a program printed, as a sentence. */

import { isFailure } from '../contract/errors.ts';
import { beginSentence, say, textOf, type Words } from '../contract/text.ts';

/** Takes an error, or words of ssh. */
export function sentenceOf(error: Error | string): Words {
  const words = wordsOf(error);
  return beginSentence(textOf(words).endsWith('.') ? words : say('{words}.', { words }));
}

function wordsOf(error: Error | string): Words {
  if (typeof error === 'string') return error;
  return isFailure(error) ? error.words : error.message;
}
