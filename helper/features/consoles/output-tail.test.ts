// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createOutputTail } from './output-tail.ts';

it('gives all of what is short', () => {
  const tail = createOutputTail(100);
  for (const data of ['one\r\n', 'two\r\n', 'three']) tail.add(data);
  expect(tail.read()).toEqual({ data: 'one\r\ntwo\r\nthree', isCut: false });
});

it('forgets the oldest lines, and begins with a whole one', () => {
  const tail = createOutputTail(20);
  for (let line = 1; line <= 50; line += 1) tail.add(`line ${line}\r\n`);
  expect(tail.read()).toEqual({ data: 'line 49\r\nline 50\r\n', isCut: true });
});

it('stays within its limit when there is no line at all', () => {
  const tail = createOutputTail(1000);
  for (let count = 0; count < 100; count += 1) tail.add('é'.repeat(333));
  expect(tail.read()).toEqual({ data: 'é'.repeat(1000), isCut: true });
});
