// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { englishOf } from '../../text.ts';
import { judgeMap } from './judge-map.ts';

function judged(rows: readonly string[], facts: Partial<Parameters<typeof judgeMap>[0]> = {}) {
  const containers = rows.map((_, index) => ({ name: `c${index}`, context: null, content: null }));
  const map = { containers, rows: [...rows] };
  const { state, reasons } = judgeMap({ map, checkedAt: 100, isStale: false, selinux: 'enforcing', ...facts });
  return [state, ...reasons.map(englishOf)];
}

it('is isolated only when every pair was answered, and none is open', () => {
  expect(judged(['-c', 't-'])).toEqual(['isolated', 'all pairs isolated']);
  expect(judged(['-u', 'c-'])).toEqual(['unknown', '1 pair unknown']);
  expect(judged(['-ou', 'o-u', 'cc-'])).toEqual(['not-isolated', '2 pairs not isolated']);
  expect(judged(['-', '-', '-'])).toEqual(['unknown', '6 pairs unknown']);
  expect(judged(['-'])).toEqual(['not-running', 'no pairs to compare']);
});

it('is not isolated where SELinux does not enforce, and unknown when containers changed since', () => {
  expect(judged(['-c', 'c-'], { isStale: true })[0]).toBe('unknown');
  expect(judged(['-c', 'c-'], { selinux: undefined })[0]).toBe('unknown');
  expect(judged(['-c', 'c-'], { selinux: 'permissive' })[0]).toBe('not-isolated');
  expect(judged(['-c', 'c-'], { selinux: 'disabled' })[0]).toBe('not-isolated');
});
