// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { outcomeOfGroup } from './group-outcome.ts';

it.each([
  [{ permissive: true, notBlocked: 3 }, 'logged'],
  [{ permissive: false, notBlocked: 1 }, 'both'],
  [{ permissive: false, notBlocked: 0 }, 'blocked'],
] as const)('is what became of the accesses of %j: %s', (group, outcome) => {
  expect(outcomeOfGroup(group)).toBe(outcome);
});
