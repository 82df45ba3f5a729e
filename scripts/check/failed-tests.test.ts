// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { describeFailure, failedInPlaywright } from './failed-tests.mjs';

test('is described by its name and the beginning of the reason, without colours', () => {
  const reason = ['\u001B[31mexpected 1 to be 2\u001B[39m', ...Array.from({ length: 40 }, () => 'at somewhere')];
  const lines = describeFailure('a.test.ts > adds', reason.join('\n')).split('\n');
  expect(lines.slice(0, 2)).toEqual(['✗ a.test.ts > adds', '    expected 1 to be 2']);
  expect(lines).toHaveLength(13);
});

test('of a report of Playwright, what failed at last and what is outside all tests', () => {
  const spec = (title: string, ok: boolean, message: string) => ({
    file: 'story.spec.ts',
    title,
    ok,
    tests: [{ results: [{ errors: [{ message: 'an earlier attempt' }] }, { errors: [{ message }] }] }],
  });
  const report = {
    suites: [{ specs: [spec('opens', true, '')], suites: [{ specs: [spec('closes', false, 'not closed')] }] }],
    errors: [{ message: 'no display' }],
  };
  expect(failedInPlaywright(report)).toEqual([
    '✗ story.spec.ts > closes\n    not closed',
    '✗ outside all tests\n    no display',
  ]);
});
