// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { describeVerdict } from './describe-verdict.ts';

it.each([
  [1000, 'Checked 0 s ago.'],
  [881, 'Checked 119 s ago.'],
  [700, 'Checked 5 min ago.'],
  [1000 - 3 * 3600, 'Checked 3 h ago.'],
  [1060, 'Checked at a time that is still to come.'],
])('says how old a check at %i is at 1000: %s', (checkedAt, age) => {
  const verdict = { state: 'isolated-with-remarks', reasons: ['One.', 'Two.'], checkedAt } as const;
  expect(describeVerdict(verdict, 1000)).toBe(`isolated with remarks. One. Two. ${age}`);
});

it('says nothing of an age where nothing was checked', () => {
  const verdict = { state: 'not-running', reasons: ['It is not running.'], checkedAt: null } as const;
  expect(describeVerdict(verdict, 1000)).toBe('not running. It is not running.');
});
