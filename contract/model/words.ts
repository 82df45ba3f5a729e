// SPDX-License-Identifier: Apache-2.0
/** Words of the helper as they cross the socket and as they are kept: a message with its values, or plain text. */

import * as z from 'zod';
import { makeOnce } from '../make-once.ts';
import { textOf, type Words } from '../text.ts';

/** Values within values, at most: a phrase that is a value of another. */
const maxDepth = 6;

const fields: ReadonlySet<string> = new Set(['message', 'values', 'isSentence']);
const phraseSchema = makeOnce(() =>
  z.strictObject({
    message: z.string(),
    values: z
      .record(
        z.string(),
        z.custom<Words | number>((value) => isValue(value, maxDepth), 'is no value of a phrase'),
      )
      .exactOptional(),
    isSentence: z.literal(true).exactOptional(),
  }),
);

/**
 * Accepts words and leaves them as they are, for a process that passes them on. A text from before there were phrases
 * stays what it is.
 */
export const keptWordsSchema: () => z.ZodType<Words, Words> = makeOnce(() => z.union([z.string(), phraseSchema()]));

/** Reads words as text in the language of the reader, for a process that shows them. */
export const wordsSchema = makeOnce(() => keptWordsSchema().transform(textOf));

function isValue(value: unknown, depth: number): value is Words | number {
  if (typeof value === 'string' || typeof value === 'number') return true;
  if (depth === 0 || typeof value !== 'object' || value === null || !('message' in value)) return false;
  if (typeof value.message !== 'string' || !Object.keys(value).every((key) => fields.has(key))) return false;
  if (!('values' in value)) return true;
  if (typeof value.values !== 'object' || value.values === null || Array.isArray(value.values)) return false;
  return Object.values(value.values).every((one) => isValue(one, depth - 1));
}
