// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Expression } from './cil/statements.ts';
import { booleansIn, holds } from './condition.ts';

const booleans = new Map([
  ['on', true],
  ['off', false],
]);
const isTrue = (expression: Expression): boolean => holds({ expression, when: true }, booleans);

it('holds without a condition', () => {
  expect(holds(undefined, booleans)).toBe(true);
});

it.each([
  ['on', true],
  ['off', false],
  ['unknown', false],
  [['on'], true],
  [['off'], false],
  [[], false],
  [['not', 'off'], true],
  [['not', 'on'], false],
  [['frobnicate', 'on', 'on'], false],
  [['and', ['not', 'off'], ['or', 'off', 'on']], true],
] as const)('%j is %s', (expression, value) => {
  expect(isTrue(expression)).toBe(value);
  expect(holds({ expression, when: false }, booleans)).toBe(!value);
});

it.each([
  ['and', [true, false, false, false]],
  ['or', [true, true, true, false]],
  ['xor', [false, true, true, false]],
  ['neq', [false, true, true, false]],
  ['eq', [true, false, false, true]],
] as const)('%s is what its name says', (operator, values) => {
  const pairs = ['on', 'off'].flatMap((left) => ['on', 'off'].map((right) => isTrue([operator, left, right])));
  expect(pairs).toEqual(values);
});

it('asks each boolean that it names', () => {
  expect(booleansIn(['and', ['not', 'a'], ['or', ['xor', 'b', 'c'], ['eq', 'd', ['neq', 'e', 'a']]]])).toEqual([
    ...['a', 'b', 'c', 'd', 'e', 'a'],
  ]);
  expect(booleansIn('a')).toEqual(['a']);
});
