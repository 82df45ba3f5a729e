// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { CilError, statementsOf, textOf } from './statements.ts';

const read = (text: string) => [...statementsOf(text)].map(({ line, expression }) => `${line} ${textOf(expression)}`);

test('statements with their lines; comments and white space do not count', () => {
  expect(read('; first\n(type a_t) ; then\n(allow a_t\n  self (file (read)))\n(filecon "/a b(/.*)?;" any ())')).toEqual(
    ['2 (type a_t)', '3 (allow a_t self (file (read)))', '5 (filecon "/a b(/.*)?;" any ())'],
  );
});

test.each([
  ['(type a_t', 'line 1: a bracket that is not closed'],
  ['\n)', 'line 2: a closing bracket without an opening one'],
  ['\n\ntype', 'line 3: type is outside of brackets'],
  ['(a "b)', 'line 1: a string that is not closed'],
])('%j is rejected with its line', (text, message) => {
  expect(() => read(text)).toThrow(new CilError(Number(message.split(/[ :]/)[1]), message.replace(/^line \d+: /, '')));
});
