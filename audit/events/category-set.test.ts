// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { clearanceOf, holdsCategories } from './category-set.ts';

it.each([
  ['s0', 0, []],
  ['s3:c5', 3, [[5, 5]]],
  ['s0:c5,c6', 0, [[5, 6]]],
  [
    's0:c6,c5,c9',
    0,
    [
      [5, 6],
      [9, 9],
    ],
  ],
  [
    's0:c0.c3,c2.c9,c20',
    0,
    [
      [0, 9],
      [20, 20],
    ],
  ],
  ['s0:c0.c9,c2.c3', 0, [[0, 9]]],
  [
    's0:c0.c3,c5',
    0,
    [
      [0, 3],
      [5, 5],
    ],
  ],
  ['s0-s0:c0.c1023', 0, [[0, 1023]]],
] as const)('has the sensitivity and the ranges of the high end of %s', (level, sensitivity, ranges) => {
  expect(clearanceOf(level)).toEqual({ sensitivity, ranges });
});

it.each(['', 'SystemLow', 's0:', 's0:c', 's0:c1;c2', 's0:c1,', 's0-', 'xs0', 's0x', 's12345'])(
  'has none of %j',
  (level) => {
    expect(clearanceOf(level)).toBeUndefined();
  },
);

it.each([
  ['s0:c1,c2', 's0:c1', true],
  ['s0:c1,c2', 's0', true],
  ['s0', 's0:c1', false],
  ['s0:c1.c5', 's0:c1.c5', true],
  ['s0:c1.c5', 's0:c0.c5', false],
  ['s0:c1.c5', 's0:c1.c6', false],
  ['s0:c1.c5,c9', 's0:c2,c9', true],
  ['s0:c1.c5,c9', 's0:c2,c10', false],
])('of %s holds those of %s: %s', (own, other, isHeld) => {
  const [clearance, wanted] = [clearanceOf(own), clearanceOf(other)];
  expect(clearance !== undefined && wanted !== undefined && holdsCategories(clearance, wanted)).toBe(isHeld);
});
