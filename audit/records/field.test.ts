// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fieldOf, integerOf, textOf } from './field.ts';

it('finds the first field of a name, to the next space or the closing quote', () => {
  const text = ' pid=1 xpid=2 comm="a b" name=c pid=3 last="open';
  expect([fieldOf(text, ' pid='), fieldOf(text, ' comm='), fieldOf(text, ' name='), fieldOf(text, ' last=')]).toEqual([
    '1',
    '"a b"',
    'c',
    '"open',
  ]);
  expect(fieldOf(text, ' exe=')).toBeUndefined();
  expect(fieldOf(' a=', ' a=')).toBe('');
});

it.each([
  ['0', 0],
  ['4294967295', 4_294_967_295],
  ['123456789012345', 123_456_789_012_345],
  ['1234567890123456', null],
  ['', null],
  ['-1', null],
  ['7x', null],
  ['x7', null],
])('reads the number %s', (value, number) => {
  expect(integerOf(` a=${value} b=1`, ' a=')).toBe(number);
});

it('decodes what a process controls, by the way it was written', () => {
  const raw = { text: ' comm="a b" name=612062 x=1', isInterpreted: false };
  const interpreted = { text: ' name=a b  c x=1 last=CAFE  ', isInterpreted: true };
  expect([textOf(raw, ' comm='), textOf(raw, ' name='), textOf(raw, ' none=')]).toEqual(['a b', 'a b', null]);
  expect([textOf(interpreted, ' name='), textOf(interpreted, ' last='), textOf(interpreted, ' none=')]).toEqual([
    'a b  c',
    'CAFE',
    null,
  ]);
});
