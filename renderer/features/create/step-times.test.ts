// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';
import { expectedTime, lastStepMs, noteStepTimes } from './step-times.ts';

afterEach(() => localStorage.clear());

it('remembers of each host how long the steps took the last time (window 14)', () => {
  noteStepTimes(
    'lab',
    [
      { step: 'check', begunAt: 1000 },
      { step: 'policy', begunAt: 1500 },
    ],
    97_500,
  );
  noteStepTimes('edge', [{ step: 'check', begunAt: 0 }], 200);
  // The shared domain has no such step: what is known of it stays.
  noteStepTimes(
    'lab',
    [
      { step: 'check', begunAt: 0 },
      { step: 'of a newer helper', begunAt: 100 },
    ],
    900,
  );
  expect([lastStepMs('lab', 'check'), lastStepMs('lab', 'policy'), lastStepMs('edge', 'check')]).toEqual([
    100, 96_000, 200,
  ]);
  expect([lastStepMs('edge', 'policy'), lastStepMs(undefined, 'check')]).toEqual([undefined, undefined]);
});

it('says what was measured, and of the module also what was not', () => {
  expect(expectedTime('policy', 96_000)).toBe('last time 1 min 36 s');
  expect(expectedTime('policy', undefined)).toBe('may take a minute or more');
  expect([expectedTime('check', undefined), expectedTime('check', 400)]).toEqual([undefined, undefined]);
});

it('begins again with what cannot be read', () => {
  localStorage.setItem('bulkhead.create.stepTimes', '{"lab":{"policy":"long"}}');
  expect(lastStepMs('lab', 'policy')).toBeUndefined();
  localStorage.setItem('bulkhead.create.stepTimes', '{');
  expect(lastStepMs('lab', 'policy')).toBeUndefined();
});
