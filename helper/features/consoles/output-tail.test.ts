// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createOutputTail, type OutputTail } from './output-tail.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
function read(tail: OutputTail): object {
  const { data, isCut } = tail.read();
  return { text: new TextDecoder().decode(data), isCut };
}

it('gives all of what is short', () => {
  const tail = createOutputTail(100);
  for (const text of ['one\r\n', 'two\r\n', 'three']) tail.add(bytesOf(text));
  expect(read(tail)).toEqual({ text: 'one\r\ntwo\r\nthree', isCut: false });
});

it('forgets the oldest lines, and begins with a whole one', () => {
  const tail = createOutputTail(20);
  for (let line = 1; line <= 50; line += 1) tail.add(bytesOf(`line ${line}\r\n`));
  expect(read(tail)).toEqual({ text: 'line 49\r\nline 50\r\n', isCut: true });
});

it('stays within its limit when there is no line at all', () => {
  const tail = createOutputTail(1000);
  for (let count = 0; count < 100; count += 1) tail.add(bytesOf('é'.repeat(333)));
  expect(read(tail)).toEqual({ text: 'é'.repeat(500), isCut: true });
});
