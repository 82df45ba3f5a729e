// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { say } from '../../contract/text.ts';
import { readStoredWords, storeWords } from './stored-words.ts';

const phrase = say('cannot start the container {name}: {reason}', { name: 'web', reason: say('it is gone') });

it('gives back what was stored: a phrase for each reader to translate, and the text of an earlier helper', () => {
  for (const words of [phrase, 'cannot start the container web: it is gone', '', '{"message":', '{"message":1}'])
    expect(readStoredWords(storeWords(words, 1000))).toEqual(words);
});

it('keeps the text of a phrase that is too long, and cuts off what is longer still', () => {
  expect(storeWords(phrase, 60)).toBe('cannot start the container web: it is gone');
  expect(storeWords(phrase, 20)).toBe('cannot start the co…');
  expect(storeWords('x'.repeat(30), 20)).toHaveLength(20);
});
