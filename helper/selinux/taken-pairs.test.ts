// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { categoryCount } from './category-pairs.ts';
import { countPairs, withPairs } from './taken-pairs.ts';

it('a pair is free once nobody of those that had it has it', () => {
  const taken = countPairs([
    [1, 2],
    [1, 2],
  ]);
  expect([taken.size, taken.has([1, 2]), taken.has([1, 3])]).toEqual([1, true, false]);
  taken.remove([1, 2]);
  expect(taken.has([1, 2])).toBe(true);
  taken.remove([1, 2]);
  expect([taken.size, taken.has([1, 2])]).toEqual([0, false]);
});

it('one that is not drawn from is not counted, since it takes no other one its place', () => {
  const taken = countPairs([[0, categoryCount]]);
  // Written as a number it would be the one of another pair.
  expect([taken.size, taken.has([1, 0])]).toEqual([0, false]);
});

it('others are added without a copy, and one that both have counts once', () => {
  const many = countPairs([[1, 2]]);
  const all = withPairs(many, [
    [1, 2],
    [3, 4],
    [3, 4],
  ]);
  expect([all.size, all.has([1, 2]), all.has([3, 4]), many.has([3, 4])]).toEqual([2, true, true, false]);
});
