// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryCount, type CategoryPair, choosePair, levelOf, pairOf } from './category-pairs.ts';
import { countPairs } from './taken-pairs.ts';

test.each([
  ['system_u:system_r:bulkhead_t:s0:c5,c6', [5, 6]],
  ['system_u:system_r:bulkhead_t:s0:c6,c5', [5, 6]],
  ['system_u:system_r:bulkhead_t:s0:c0.c1', [0, 1]],
  ['system_u:system_r:bulkhead_t:s0', undefined],
  ['system_u:system_r:bulkhead_t:s0:c1', undefined],
  ['system_u:system_r:bulkhead_t:s0:c10.c11', [10, 11]],
  ['system_u:system_r:bulkhead_t:s0:c1.c3', undefined],
  ['system_u:system_r:bulkhead_t:s0:c1,c2,c3', undefined],
  ['system_u:system_r:bulkhead_t:s0:c1,c2,c5.c9', undefined],
  ['system_u:system_r:bulkhead_t:s0:c1,c2,payroll', undefined],
  ['system_u:system_r:bulkhead_t:s0:c5,c5', undefined],
  ['system_u:system_r:bulkhead_t:s0:c5,payroll', undefined],
  ['system_u:system_r:bulkhead_t:s0:c5,c6x', undefined],
  ['system_u:system_r:bulkhead_t:s0:c5,xc6', undefined],
  ['nonsense', undefined],
] as const)('the pair of %s', (context, pair) => {
  expect(pairOf(context)).toEqual(pair);
});

test('a pair comes back from its level', () => {
  const pair = fc.tuple(fc.nat(categoryCount - 1), fc.nat(categoryCount - 1)).filter(([low, high]) => low < high);
  fc.assert(
    fc.property(pair, ([low, high]) => {
      expect(pairOf(`u:r:t:${levelOf([low, high])}`)).toEqual([low, high]);
    }),
  );
});

test('never one that is taken, whatever is drawn first', () => {
  const draws = [5, 6, 7, 7, 9, 8, 5, 8];
  expect(choosePair(countPairs([[5, 6]]), () => draws.shift() ?? 0)).toEqual([5, 8]);
});

test('one that is free, though a pair outside of the range is taken', () => {
  const draws = [1, 5];
  expect(choosePair(countPairs([[0, categoryCount + 5]]), () => draws.shift() ?? 0)).toEqual([1, 5]);
});

test('none when all are taken', () => {
  const all: CategoryPair[] = [];
  for (let low = 0; low < categoryCount; low += 1)
    for (let high = low + 1; high < categoryCount; high += 1) all.push([low, high]);
  expect(choosePair(countPairs(all), () => 0)).toBe(undefined);
});
