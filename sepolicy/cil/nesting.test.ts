// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { statementsOnly } from './decompiled.ts';
import { statementsOf, textOf } from './statements.ts';

const expressions = (text: string) => [...statementsOf(text)].map(({ expression }) => textOf(expression));

it('ends a name at white space, a bracket, a comment or a string', () => {
  expect(expressions('(a\tb\nc(d)e;f\n"g"h"i")')).toEqual(['(a b c (d) e "g" h "i")']);
  expect(expressions('(a);')).toEqual(['(a)']);
  expect(expressions('')).toEqual([]);
});

it('keeps a name once, however often it stands', () => {
  const [statement] = statementsOf('(abc abc)');
  expect(statement?.expression).toEqual(['abc', 'abc']);
});

it('says where a statement begins, also behind one of many lines and a comment', () => {
  expect([...statementsOf('(a\n(b\n))\n;x\n\n (c)')].map(({ line }) => line)).toEqual([1, 6]);
});

it('nests 500 deep below a statement, and no deeper', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}${')'.repeat(depth)}`;
  expect(expressions(nested(501))).toHaveLength(1);
  expect(() => expressions(nested(502))).toThrow('line 1: brackets nested more than 500 deep');
});

it('begins with the first statement of what checkpolicy writes', () => {
  expect(statementsOnly('libsepol: 7 types\n  (x)\n(type a_t)\n(type b_t)\n')).toBe('(type a_t)\n(type b_t)\n');
  expect(statementsOnly('nothing')).toBe('');
});
