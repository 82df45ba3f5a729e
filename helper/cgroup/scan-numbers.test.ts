// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  endOfField,
  nextLine,
  numberAt,
  numberOfField,
  numberOfLine,
  skipSpaces,
  sumAfter,
  wordOf,
} from './scan-numbers.ts';

/** Other bytes follow the text, as in a buffer that held a longer file before. */
function read(text: string, before = '999'): [buffer: Uint8Array, length: number] {
  return [wordOf(`${text}${before}`), text.length];
}

describe('numbers in files of the kernel', () => {
  it('ends a number where the text ends', () => {
    expect([numberAt(...read('4096'), 0), numberAt(...read('4096\n'), 0), numberAt(...read('0\n'), 0)]).toEqual([
      4096, 4096, 0,
    ]);
  });

  it('reads fractions', () => {
    expect([numberAt(...read('12.34 x'), 0), numberAt(...read('0.05'), 0), numberAt(...read('7.'), 0)]).toEqual([
      12.34, 0.05, 7,
    ]);
    expect([numberAt(...read('1.95x'), 0), numberAt(...read('1.5:3'), 0), numberAt(...read('12 5'), 0)]).toEqual([
      1.95, 1.5, 12,
    ]);
    expect(numberAt(...read('12', '.5'), 0)).toBe(12);
  });

  it('ends fields, spaces and lines where the text ends', () => {
    expect([endOfField(...read('sda'), 1), skipSpaces(...read('a ', '  '), 1), nextLine(...read('a'), 0)]).toEqual([
      3, 2, 1,
    ]);
    expect(sumAfter(...read('rbytes=5 rby', 'tes=7'), wordOf('rbytes='))).toBe(5);
  });

  it('takes a word or nothing for no number', () => {
    expect([numberAt(...read('max\n'), 0), numberAt(...read(''), 0)]).toEqual([NaN, NaN]);
  });

  it('finds a line by its first word only', () => {
    const events = read('low 1\noom 2\nsum oom_kill 8\noom_kill 3\noom_group_kill 4\n');
    expect([
      numberOfLine(...events, wordOf('oom_kill ')),
      numberOfLine(...events, wordOf('low ')),
      numberOfLine(...events, wordOf('gone ')),
    ]).toEqual([3, 1, NaN]);
  });

  it('steps over the spaces that align a table', () => {
    expect(numberOfLine(...read('MemTotal:        8142 kB\n'), wordOf('MemTotal:'))).toBe(8142);
  });

  it('sums over all devices, and tells no device from no bytes', () => {
    const devices = read('254:0 rbytes=10 wbytes=1 rios=3\n8:16 rbytes=32 wbytes=0 rios=1\n');
    expect([
      sumAfter(...devices, wordOf('rbytes=')),
      sumAfter(...devices, wordOf('wbytes=')),
      sumAfter(...read(''), wordOf('rbytes=')),
    ]).toEqual([42, 1, NaN]);
  });

  it('counts fields within the line', () => {
    expect([
      numberOfField(...read(' 1  2 3'), { from: 0, skip: 0 }),
      numberOfField(...read(' 1  2 3'), { from: 0, skip: 2 }),
      numberOfField(...read('1 2\n5 6'), { from: 0, skip: 2 }),
    ]).toEqual([1, 3, NaN]);
  });
});
