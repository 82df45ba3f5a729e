// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DrillCell, DrillResult } from '../../../../contract/model/drill.ts';
import { columnLabels, evidenceFor, matrixCell, matrixColumnsOf, matrixSubject } from './matrix-rows.ts';
import { matchesSearch, parseSearch } from '../../../../contract/search/search.ts';

const blocked = (...by: DrillCell['blockedBy']): DrillCell => ({
  outcome: 'blocked',
  evidence: ['open: EACCES'],
  blockedBy: by,
  denials: [],
});
const breached: DrillCell = { outcome: 'breached', evidence: [], blockedBy: [], denials: [] };
const read: DrillResult = {
  probe: 'file-read',
  class: 'files',
  title: 'Read the file',
  expectedLayers: ['selinux'],
  without: breached,
  with: blocked('selinux'),
  taken: [],
  pass: true,
};
const shared: DrillResult = {
  probe: 'ipc-shared',
  class: 'ipc',
  title: 'Read the memory',
  expectedLayers: ['namespaces', 'selinux'],
  without: blocked('namespaces'),
  with: blocked('namespaces'),
  taken: [{ layer: 'namespaces', cell: blocked('selinux'), withoutSelinux: breached }],
  pass: true,
};

it('says of each cell in a sentence what it shows', () => {
  expect((['up', 'down', 'selinux', 'seccomp'] as const).map((column) => matrixCell(read, column).sentence)).toEqual([
    'Read the file: blocked by SELinux with all layers active',
    'Read the file: breached with SELinux off',
    'Read the file: SELinux blocked it, and nothing else would have',
    'Read the file: seccomp is not meant to block it',
  ]);
});

it('puts the evidence of the cell that is opened first, and keeps the rest', () => {
  expect(
    (['up', 'selinux', 'namespaces', 'seccomp'] as const).map((column) =>
      evidenceFor(shared, column).map(({ name }) => name),
    ),
  ).toEqual([
    ['All layers on', 'SELinux off', 'Without other namespaces', 'Without other namespaces, SELinux off'],
    ['SELinux off', 'All layers on', 'Without other namespaces', 'Without other namespaces, SELinux off'],
    ['Without other namespaces', 'Without other namespaces, SELinux off', 'All layers on', 'SELinux off'],
    ['All layers on', 'SELinux off', 'Without other namespaces', 'Without other namespaces, SELinux off'],
  ]);
});

it('is searched by class, by the layer that blocked it, by result and by what changed', () => {
  const found = (text: string) =>
    [read, shared]
      .filter((result) =>
        matchesSearch(matrixSubject(result, [{ probe: 'ipc-shared', kind: 'new-hole' }]), parseSearch(text)),
      )
      .map(({ probe }) => probe);
  expect(
    ['class:files', 'layer:selinux', 'layer:"other name"', 'alone:selinux', 'result:fail', 'change:hole', 'eacces'].map(
      found,
    ),
  ).toEqual([
    ['file-read'],
    ['file-read'],
    ['ipc-shared'],
    ['file-read'],
    [],
    ['ipc-shared'],
    ['file-read', 'ipc-shared'],
  ]);
});

const across: DrillResult = {
  ...shared,
  probe: 'net-victim',
  title: 'Reach the service',
  taken: [],
  without: { outcome: 'not-run', evidence: [], blockedBy: [], denials: [] },
  elsewhere: { ...breached, evidence: ['the secret'] },
  pass: false,
};

it('has in a drill across members a column for one and one for two, and none for SELinux off', () => {
  const columns = matrixColumnsOf({ members: { first: 'one', second: 'two' } });
  expect(columns.slice(0, 3)).toEqual(['here', 'there', 'selinux']);
  expect(matrixColumnsOf({}).slice(0, 3)).toEqual(['down', 'up', 'selinux']);
  expect(columns.slice(0, 2).map((column) => [columnLabels[column], matrixCell(across, column).sentence])).toEqual([
    ['On one member', 'Reach the service: blocked by other namespaces with both on one member'],
    ['On two members', 'Reach the service: breached with the victim on the other member'],
  ]);
});

it('puts the evidence of the other member first when its cell is opened', () => {
  expect(
    (['here', 'there', 'namespaces'] as const).map((column) => evidenceFor(across, column).map(({ name }) => name)),
  ).toEqual([
    ['On one member', 'On two members'],
    ['On two members', 'On one member'],
    ['On one member', 'On two members'],
  ]);
});

it('finds a probe by what came of it on the other member', () => {
  const isFound = (text: string) => matchesSearch(matrixSubject(across, null), parseSearch(text));
  expect(['elsewhere:breached', 'elsewhere:blocked', '"the secret"'].map(isFound)).toEqual([true, false, true]);
});

it('says that a probe was not made on the other member', () => {
  const { elsewhere: _, ...byPath } = across;
  expect(matrixCell(byPath, 'there')).toMatchObject({ sign: '–', tone: 'untried' });
});
