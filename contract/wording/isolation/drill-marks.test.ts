// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { drillCircumstances, drillLayers, drillMark, drillVerdict, drillVerdictOf } from './drill-marks.ts';
import type { DrillCell, DrillResult } from '../../model/drill.ts';

const blocked = (...by: DrillCell['blockedBy']): DrillCell => ({
  outcome: 'blocked',
  evidence: [],
  blockedBy: by,
  denials: [],
});
const breached: DrillCell = { outcome: 'breached', evidence: [], blockedBy: [], denials: [] };
const result: DrillResult = {
  probe: 'p',
  class: 'files',
  title: 'Check changes',
  expectedLayers: ['selinux'],
  without: breached,
  with: blocked('selinux'),
  taken: [],
  pass: true,
};

const marks = (changes: Partial<DrillResult>) =>
  Object.fromEntries(
    drillLayers
      .map((layer) => [layer, drillMark({ ...result, ...changes }, layer)] as const)
      .filter(([, mark]) => mark !== 'none'),
  );

it('says that a layer stopped an attempt alone only when the attempt came through without it', () => {
  expect([marks({}), marks({ without: blocked('user-namespace') })]).toEqual([
    { selinux: 'alone' },
    { selinux: 'stopped', 'user-namespace': 'behind' },
  ]);
});

it('tells what stopped it once the first layer was away, and what was not put to the test', () => {
  const shared = { layer: 'namespaces', cell: blocked('selinux'), withoutSelinux: breached } as const;
  expect(
    marks({
      expectedLayers: ['namespaces', 'selinux', 'mounts'],
      without: blocked('namespaces'),
      with: blocked('namespaces'),
      taken: [shared],
    }),
  ).toEqual({ namespaces: 'alone', selinux: 'behind', mounts: 'expected' });
});

it('calls no layer the second where the first was not seen', () => {
  const unseen: DrillCell = { outcome: 'not-run', evidence: [], blockedBy: [], denials: [] };
  expect(marks({ expectedLayers: ['cgroup'], without: blocked('cgroup'), with: unseen })).toEqual({
    cgroup: 'expected',
  });
});

it('names every circumstance under which a probe was tried, all layers on first', () => {
  const taken = [{ layer: 'seccomp', cell: blocked('capabilities'), withoutSelinux: null } as const];
  expect(drillCircumstances({ ...result, taken }).map(({ name }) => name)).toEqual([
    'All layers on',
    'SELinux off',
    'Without seccomp',
  ]);
});

it('counts what this kernel has nothing of neither as blocked nor as failed', () => {
  const absent: DrillResult = {
    ...result,
    pass: false,
    with: { outcome: 'not-run', evidence: [], blockedBy: [], denials: [], isAbsent: true },
  };
  expect(drillVerdict([result, absent])).toBe('1 of 2 probes blocked, 1 not applicable');
  expect([result, { ...result, pass: false }, absent].map(drillVerdictOf)).toEqual(['pass', 'fail', 'absent']);
});

it('counts what was breached apart from what is unproven, here or on another member', () => {
  const failed = { ...result, pass: false };
  expect(drillVerdict([result])).toBe('1 of 1 probes blocked');
  expect(drillVerdict([result, failed, { ...failed, with: breached }, { ...failed, elsewhere: breached }])).toBe(
    '1 of 4 probes blocked, 2 breached, 1 unproven',
  );
});

it('calls a layer second only where the first blocked the attempt, and another layer was away', () => {
  const shown = { with: blocked('namespaces'), without: blocked('selinux'), expectedLayers: [] } as const;
  expect(marks({ ...shown, expectedLayers: [] })).toEqual({ namespaces: 'stopped' });
  const taken = [{ layer: 'namespaces', cell: blocked('cgroup'), withoutSelinux: breached } as const];
  expect(marks({ ...shown, expectedLayers: [], taken })).toEqual({ namespaces: 'alone', cgroup: 'behind' });
});

it('names what was tried without two layers at once', () => {
  const taken = [{ layer: 'seccomp', cell: blocked('capabilities'), withoutSelinux: breached } as const];
  expect(drillCircumstances({ ...result, taken }).slice(2)).toEqual([
    { layer: 'seccomp', name: 'Without seccomp', cell: blocked('capabilities') },
    { layer: 'seccomp', name: 'Without seccomp, SELinux off', cell: breached },
  ]);
});

it('calls a layer alone only where the attempt came through without that layer', () => {
  expect(marks({ with: blocked('namespaces'), without: breached, expectedLayers: [] })).toEqual({
    namespaces: 'stopped',
  });
});

it('has of a drill across members the two places, and no layer that was away', () => {
  const across = { ...result, without: { ...breached, outcome: 'not-run' }, elsewhere: blocked('namespaces') } as const;
  expect(drillCircumstances(across)).toEqual([
    { layer: undefined, name: 'On one member', cell: blocked('selinux') },
    { layer: undefined, name: 'On two members', cell: blocked('namespaces') },
  ]);
  expect(marks({ ...across, expectedLayers: ['selinux', 'mounts'] })).toEqual({
    selinux: 'stopped',
    namespaces: 'stopped',
    mounts: 'expected',
  });
});

it('takes nothing for absent that was tried on another member', () => {
  const absent: DrillCell = { outcome: 'not-run', evidence: [], blockedBy: [], denials: [], isAbsent: true };
  const verdictOn = (elsewhere: DrillCell) => drillVerdictOf({ ...result, pass: false, with: absent, elsewhere });
  expect([absent, breached].map(verdictOn)).toEqual(['absent', 'fail']);
});
