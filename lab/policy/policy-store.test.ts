// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { moduleArguments } from './policy-store.ts';

test('modules that are gone are removed in the same transaction', () => {
  expect(moduleArguments(['/p/a.cil', '/p/b.cil'], ['old'])).toEqual(['-r', 'old', '-i', '/p/a.cil', '-i', '/p/b.cil']);
});
