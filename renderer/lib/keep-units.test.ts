// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { keepUnits } from './keep-units.ts';

it('keeps numbers with their units, and leaves other words where they are', () => {
  expect(keepUnits('94.6 % (at or above 90 % for 5 min), 2 GiB in 3 d')).toBe(
    '94.6\u00a0% (at or above 90\u00a0% for 5\u00a0min), 2\u00a0GiB in 3\u00a0d',
  );
  expect(keepUnits('412 in 1 minute of web-2 does')).toBe('412 in 1 minute of web-2 does');
});
