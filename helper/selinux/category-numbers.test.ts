// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { categoryNumbers } from './category-numbers.ts';

test.each([
  [[], []],
  [['c5'], [5]],
  [
    ['c7.c9', 'c5'],
    [7, 8, 9, 5],
  ],
  [['c1022.c1023'], [1022, 1023]],
  [['c9.c7'], []],
  [['c5x', 'xc5', 'payroll', 'c', 'c1.c', 'c1.c2.c3', 'c12345'], []],
])('the numbers of %j', (categories, numbers) => {
  expect(categoryNumbers(categories)).toEqual(numbers);
});
