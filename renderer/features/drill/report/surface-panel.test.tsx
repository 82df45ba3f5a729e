// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { DrillReport, DrillResult, DrillSurface } from '../../../../contract/model/drill.ts';
import { DrillMatrix } from './drill-matrix.tsx';
import { SurfacePanel } from './surface-panel.tsx';

afterEach(cleanup);

const closed: DrillSurface = {
  probe: 'surface-bpf',
  title: 'bpf',
  note: 'systemd uses it',
  with: { outcome: 'closed', evidence: ['bpf: EPERM'], closedBy: ['user-namespace'], denials: [] },
  without: null,
};

it('says of each part of the kernel whether it is open and what closes it, and shows the evidence at a press', async () => {
  render(<SurfacePanel surface={[closed]} />);
  expect(screen.getByText('Kernel attack surface: 0 of 1 open')).toBeTruthy();
  expect(screen.getByText('closed by user namespace')).toBeTruthy();
  expect(screen.queryByText('all layers: bpf: EPERM')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'bpf' }));
  expect(screen.getByText('all layers: bpf: EPERM')).toBeTruthy();
});

it('compares one member with two in a drill across members', async () => {
  const open = { outcome: 'open' as const, evidence: ['it answered'], closedBy: [], denials: [] };
  const elsewhere = { ...closed.with, evidence: ['connect: ENETUNREACH'] };
  render(<SurfacePanel surface={[{ ...closed, title: 'By its address', with: open, elsewhere }]} isAcross />);
  expect(screen.getByText('Attack surface: 1 of 1 open')).toBeTruthy();
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
    'What is reached',
    'On one member',
    'On two members',
  ]);
  expect(screen.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual([
    'open',
    'closed by user namespace',
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'By its address' }));
  expect(screen.getByText('on one member: it answered')).toBeTruthy();
  expect(screen.getByText('on two members: connect: ENETUNREACH')).toBeTruthy();
});

it('is not there where nothing was tried', () => {
  expect(render(<SurfacePanel surface={[]} />).container.textContent).toBe('');
});

it('heads the rows of each class, keeps the legend beside them, and takes what is absent for no failure', () => {
  const cell = {
    outcome: 'blocked' as const,
    evidence: ['socket: EACCES'],
    blockedBy: ['selinux' as const],
    denials: [],
  };
  const nothing = {
    outcome: 'not-run' as const,
    evidence: ['open: ENOENT, the kernel has no such file'],
    blockedBy: [],
    denials: [],
    isAbsent: true as const,
  };
  const family: DrillResult = {
    probe: 'socket-crypto',
    class: 'sockets',
    title: 'Open a socket',
    expectedLayers: ['selinux'],
    without: cell,
    with: cell,
    taken: [],
    pass: true,
  };
  const absent: DrillResult = {
    ...family,
    probe: 'kernel-uevent',
    class: 'kernel',
    title: 'Write it',
    without: nothing,
    with: nothing,
    pass: false,
  };
  const report = { results: [family, absent], changes: null } as unknown as DrillReport;
  render(<DrillMatrix report={report} filter="" onFilter={() => undefined} />);
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(
    expect.arrayContaining(['Families of sockets', 'Kernel']),
  );
  expect(screen.getByRole('complementary', { name: 'Legend' })).toBeTruthy();
  const row = within(screen.getByRole('row', { name: /^Write it/ }));
  expect([row.getAllByText('not applicable').length, row.queryByText('unproven')]).toEqual([3, null]);
});
