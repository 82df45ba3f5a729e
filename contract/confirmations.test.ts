// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { askedChange, type Confirmed, confirmations, isOptional } from './confirmations.ts';

it.each([
  ['kill', 1, true],
  ['remove', 1, true],
  ['stop', 1, false],
  ['stop', 2, true],
  ['restart', 2, true],
  ['start', 9, false],
  ['freeze', 9, false],
] as const)('%s of %i asks first: %s', (change, count, asks) => {
  expect(askedChange(change, count)).toBe(asks ? change : undefined);
});

it('lets a person turn off only the questions about what can be had again, and never that of a removal', () => {
  expect((Object.keys(confirmations) as Confirmed[]).filter(isOptional)).toEqual(['stop', 'restart']);
});
