// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from './split-lines.ts';

const whole = (text: string) => ({ text, isCut: false });

test('lines come whole, in whatever pieces they arrive', () => {
  const splitter = createLineSplitter(100);
  expect([splitter.push('one\r\nt'), splitter.push('w'), splitter.push('o\n\nthree')]).toEqual([
    [whole('one')],
    [],
    [whole('two'), whole('')],
  ]);
  expect([splitter.flush(), splitter.flush()]).toEqual([whole('three'), undefined]);
});

test('of a long line only the beginning is kept, and the next one is whole', () => {
  const splitter = createLineSplitter(4);
  for (let piece = 0; piece < 1000; piece += 1) expect(splitter.push('x'.repeat(1000))).toEqual([]);
  expect(splitter.push('\nnext\n')).toEqual([{ text: 'xxxx', isCut: true }, whole('next')]);
});

test('gives what split gives, for any pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n') })), (pieces) => {
      const splitter = createLineSplitter(1000);
      const lines = pieces.flatMap((piece) => splitter.push(piece)).map(({ text }) => text);
      expect([...lines, splitter.flush()?.text ?? '']).toEqual(pieces.join('').split('\n'));
    }),
  );
});
