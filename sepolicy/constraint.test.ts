// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { parseSecurityContext } from '../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../contract/model/contexts/security-context.ts';
import { isFulfilled } from './constraint.ts';
import type { Expression } from './cil/statements.ts';
import { readPolicy } from './read-policy.ts';

const policy = readPolicy('(type a_t)(type b_t)(typeattribute group)(typeattributeset group (a_t))');

function context(text: string): SecurityContext {
  const parsed = parseSecurityContext(text);
  if (parsed === undefined) throw new Error(`no context: ${text}`);
  return parsed;
}

function answerTo(expression: Expression, source = 'u1:r1:a_t:s0', target = 'u2:r2:b_t:s0'): boolean | undefined {
  return isFulfilled(policy, expression, { source: context(source), target: context(target) });
}

it.each([
  [['eq', 'u1', 'u1'], true],
  [['eq', 'u1', 'u2'], false],
  [['neq', 'u1', 'u2'], true],
  [['eq', 'r1', 'r2'], false],
  [['neq', 'r2', 'r1'], true],
  [['eq', 't1', 't2'], false],
  [['eq', 't1', 'a_t'], true],
  [['eq', 't2', 'a_t'], false],
  [['eq', 't2', 'b_t'], true],
  [['eq', 't1', 'group'], true],
  [['eq', 't2', 'group'], false],
  [['neq', 't2', 'group'], true],
  [['eq', 't1', ['x_t', 'group']], true],
  [['eq', 't1', ['x_t', 'b_t']], false],
  [['eq', 'u1', 'user_name'], false],
  [['eq', 'r1', ['r1x', 'r3']], false],
  [['frobnicate', 't1', 'a_t'], undefined],
  [['eq', 'x1', 'a_t'], undefined],
  [['not', ['eq', 'x1', 'a_t']], undefined],
  [['not', ['eq', 't1', 'a_t']], false],
  [['eq', 't1'], undefined],
  [['eq'], undefined],
  [[], undefined],
  ['t1', undefined],
  [[['eq'], 't1', 'a_t'], undefined],
  [['eq', ['t1'], 'a_t'], undefined],
] as const)('%j is %s', (expression, answer) => {
  expect(answerTo(expression)).toBe(answer);
});

it('takes the name of a user or a role for itself, never for an attribute', () => {
  expect(answerTo(['eq', 'u1', 'group'], 'a_t:r:a_t:s0')).toBe(false);
  expect(answerTo(['eq', 'u1', 'staff_u'], 'staff_u:r:a_t:s0')).toBe(true);
  expect(answerTo(['eq', 'r2', ['object_r', 'x']], 'u:r:a_t:s0', 'u:object_r:b_t:s0')).toBe(true);
});

const [yes, no, unknown] = [
  ['eq', 't1', 'a_t'],
  ['eq', 't1', 'b_t'],
  ['eq', 'x1', 'a_t'],
] as const;

it.each([
  ['and', [true, false, undefined, false, false, false, undefined, false, undefined]],
  ['or', [true, true, true, true, false, undefined, true, undefined, undefined]],
] as const)('%s is known as far as one side alone decides', (operator, answers) => {
  const sides = [yes, no, unknown];
  expect(sides.flatMap((left) => sides.map((right) => answerTo([operator, left, right])))).toEqual(answers);
});

it.each([
  ['s0:c1,c2', 's0:c1', { dom: true, domby: false, eq: false, neq: true, incomp: false }],
  ['s0:c1', 's0:c1,c2', { dom: false, domby: true, eq: false, neq: true, incomp: false }],
  ['s0:c1', 's0:c1', { dom: true, domby: true, eq: true, neq: false, incomp: false }],
  ['s0:c1', 's0:c2', { dom: false, domby: false, eq: false, neq: true, incomp: true }],
  ['s1', 's0', { dom: true, domby: false, eq: false, neq: true, incomp: false }],
  ['s1:c1', 's0:c2', { dom: false, domby: false, eq: false, neq: true, incomp: true }],
  ['SystemLow', 's0', { dom: undefined, domby: undefined, eq: undefined, neq: undefined, incomp: undefined }],
  ['s0', 'SystemLow', { dom: undefined, eq: undefined }],
])('of the levels %s and %s', (source, target, answers) => {
  for (const [operator, answer] of Object.entries(answers))
    expect(answerTo([operator, 'h1', 'h2'], `u:r:a_t:${source}`, `u:r:b_t:${target}`)).toBe(answer);
  expect(answerTo(['above', 'h1', 'h2'], 'u:r:a_t:s0', 'u:r:b_t:s0')).toBeUndefined();
});

it('compares the low and the high end of each', () => {
  const ends = (left: string, right: string): boolean | undefined =>
    answerTo(['eq', left, right], 'u:r:a_t:s0:c1-s0:c1,c2', 'u:r:b_t:s0:c1');
  expect([ends('l1', 'l2'), ends('h1', 'l2'), ends('l1', 'h1'), ends('h2', 'l1'), ends('h1', 'h1')]).toEqual([
    ...[true, false, false, true, true],
  ]);
});

it('knows a level from other names', () => {
  expect(answerTo(['eq', 'h1', 'a_t'])).toBeUndefined();
  expect(answerTo(['eq', 't1', 'h1'])).toBe(false);
  expect(answerTo(['dom', 'xh1', 'h2'])).toBeUndefined();
  expect(answerTo(['dom', 'h1', 'h2x'])).toBeUndefined();
  expect(answerTo(['dom', 'h1', ['h2']])).toBeUndefined();
});
