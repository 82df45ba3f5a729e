// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { say, translateBy, type Words } from '../text.ts';
import { keptWordsSchema, wordsSchema } from './words.ts';

afterEach(() => translateBy(undefined));

const words = say('cannot start: {reason}', { reason: say('{count} left', { count: 2 }) });

describe('words that a client reads', () => {
  it('are the text in its language', () => {
    expect(wordsSchema().parse(words)).toBe('cannot start: 2 left');
    translateBy((message) => message.toUpperCase());
    expect(wordsSchema().parse(words)).toBe('CANNOT START: {REASON}');
  });

  it('are text already when an older helper says them', () => {
    expect(wordsSchema().parse('cannot start')).toBe('cannot start');
  });

  it('may be a message that no helper of this version has', () => {
    expect(wordsSchema().parse({ message: 'the {moon} is full', values: { moon: 'moon' } })).toBe('the moon is full');
    expect(wordsSchema().parse({ message: '{constructor} {toString}', values: {} })).toBe('{constructor} {toString}');
  });
});

describe('words that are kept', () => {
  it('are as they were given', () => {
    expect([keptWordsSchema().parse(words), keptWordsSchema().parse('x')]).toEqual([words, 'x']);
  });
});

it.each<[string, unknown]>([
  ['a number', 1],
  ['a message that is no text', { message: 1 }],
  ['another field', { message: 'a', html: 'b' }],
  ['values in a list', { message: 'a', values: ['b'] }],
  ['a value that is no words', { message: 'a', values: { b: true } }],
  ['another field within', { message: 'a', values: { b: { message: 'c', html: 'd' } } }],
  ['values within that are a list', { message: 'a', values: { b: { message: 'c', values: [] } } }],
  ['phrases within phrases without end', nested(9)],
])('%s is no words', (_, value) => {
  expect([wordsSchema().safeParse(value).success, keptWordsSchema().safeParse(value).success]).toEqual([false, false]);
});

it('a reason within a reason is within the bounds', () => {
  expect(wordsSchema().safeParse(nested(5)).success).toBe(true);
});

function nested(depth: number): Words {
  return depth === 0 ? 'x' : say('{a}', { a: nested(depth - 1) });
}
