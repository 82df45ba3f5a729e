// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DrillCell, DrillResult } from '../../model/drill.ts';
import { changesBetween, compareHosts, compareProbes } from './drill-comparison.ts';

const blocked = (...by: DrillCell['blockedBy']): DrillCell => ({
  outcome: 'blocked',
  evidence: [],
  blockedBy: by,
  denials: [],
});
const breached: DrillCell = { outcome: 'breached', evidence: [], blockedBy: [], denials: [] };

function result(probe: string, pass: boolean, changes: Partial<DrillResult> = {}): DrillResult {
  return {
    probe,
    class: 'files',
    title: 'Read',
    expectedLayers: ['selinux'],
    without: breached,
    with: pass ? blocked('selinux') : breached,
    taken: [],
    pass,
    ...changes,
  };
}

function missing(probe: string): DrillResult {
  return result(probe, false, {
    with: { outcome: 'not-run', evidence: [], blockedBy: [], denials: [], isAbsent: true },
  });
}

it('says what has changed since the run before', () => {
  expect(
    changesBetween(
      [result('a', true), result('b', false), result('c', true)],
      [result('a', false), result('b', true), result('d', true)],
    ),
  ).toEqual([
    { probe: 'a', kind: 'new-hole' },
    { probe: 'b', kind: 'closed' },
    { probe: 'd', kind: 'added' },
    { probe: 'c', kind: 'gone' },
  ]);
});

it('takes what the kernel has nothing of for neither a hole nor closed', () => {
  expect(
    changesBetween(
      [result('a', true), missing('b'), missing('c')],
      [missing('a'), result('b', true), result('c', false)],
    ),
  ).toEqual([
    { probe: 'b', kind: 'closed' },
    { probe: 'c', kind: 'new-hole' },
  ]);
});

it('compares every probe of both runs, and which layers blocked it', () => {
  const before = [result('same', true), result('other', true), result('off', true), result('gone', true), missing('m')];
  const after = [
    result('same', true, { with: { ...blocked('selinux'), evidence: ['open: EACCES, process 77'] } }),
    result('other', true, { with: blocked('user-namespace', 'selinux') }),
    result('off', true, { without: blocked('seccomp') }),
    missing('m'),
    result('new', true),
  ];
  const compared = compareProbes(before, after);
  expect(compared.map(({ probe, change }) => [probe, change])).toEqual([
    ['same', undefined],
    ['other', 'differs'],
    ['off', 'differs'],
    ['m', undefined],
    ['new', 'added'],
    ['gone', 'gone'],
  ]);
  expect(compared.at(-1)?.before).toBe(before[3]);
  expect(changesBetween(before, after).map(({ probe }) => probe)).toEqual(['new', 'gone']);
});

it('does not take the order of layers for a difference', () => {
  const [one, other] = [blocked('selinux', 'mounts'), blocked('mounts', 'selinux')];
  expect(compareProbes([result('a', true, { with: one })], [result('a', true, { with: other })])[0]?.change).toBe(
    undefined,
  );
});

it('names what of the hosts is different', () => {
  const host = {
    name: 'lab',
    kernel: '6.12.57',
    lxc: '6.0.4',
    selinux: 'enforcing',
    policy: 'default',
    policySha256: null,
    helper: '0.1.0',
  } as const;
  expect(compareHosts(host, { ...host, kernel: '6.12.60', policySha256: 'ab' })).toEqual([
    { property: 'kernel', before: '6.12.57', after: '6.12.60' },
    { property: 'policySha256', before: null, after: 'ab' },
  ]);
  expect(compareHosts(host, host)).toEqual([]);
});
