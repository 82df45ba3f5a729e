// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { englishOf } from '../../text.ts';
import { judgeHost } from './judge-host.ts';
import { makeVerdict, type VerdictState } from './verdict.ts';

function verdicts(...states: readonly VerdictState[]) {
  return states.map((state, index) => makeVerdict({ state, reasons: [], checkedAt: 100 + index }));
}

it('says of a host without SELinux what it is, and of one that logs only that it is permissive', () => {
  const reason = (selinux: 'disabled' | 'permissive') => {
    const { state, reasons } = judgeHost({ selinux, verdicts: verdicts('not-running') });
    return [state, ...reasons.map(englishOf)].join(' ');
  };
  expect(reason('disabled')).toMatch(/^not-isolated SELinux is disabled/);
  expect(reason('disabled')).not.toMatch(/permissive|log/);
  expect(reason('permissive')).toMatch(/^not-isolated SELinux is permissive/);
});

it('is as well isolated as the worst of its containers, and no better known than the one checked first', () => {
  const of = (...states: readonly VerdictState[]) => judgeHost({ selinux: 'enforcing', verdicts: verdicts(...states) });
  expect(of('isolated', 'unknown', 'not-isolated').state).toBe('not-isolated');
  expect(of('isolated', 'unknown', 'isolated-with-remarks').state).toBe('unknown');
  expect(of('isolated', 'isolated-with-remarks').state).toBe('isolated-with-remarks');
  expect(of('not-running').state).toBe('not-running');
  expect(of('not-running', 'isolated', 'isolated')).toMatchObject({ state: 'isolated', checkedAt: 101 });
  expect(judgeHost({ selinux: 'enforcing', verdicts: undefined }).state).toBe('unknown');
  expect(judgeHost({ selinux: undefined, verdicts: verdicts('isolated') }).state).toBe('unknown');
});
