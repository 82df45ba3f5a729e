// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import type { DrillReport, DrillReportSummary } from '../../../../contract/model/drill.ts';
import { recordCalls } from '../../../testing/record-calls.ts';
import { createFakeHost } from '../../../testing/fake/fake-host.ts';
import { fakeDrillList, fakeDrillReport } from '../../../testing/fake/drill/fake-drill.ts';
import { comparableWith } from './comparable-reports.ts';
import { ComparisonPanel } from './comparison-panel.tsx';

afterEach(cleanup);

const host = createFakeHost({ hostname: 'test' });
const { reports } = fakeDrillList(host);
const [latest, earlier] = reports.map(({ id }) => fakeDrillReport(host, id).report) as [DrillReport, DrillReport];

function rowsOf(): readonly string[] {
  const table = screen.getByRole('table', { name: 'Compared with another run' });
  return within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent).join(' | '));
}

const [byFilter, byHelper, byLimits] = ['seccomp', 'LXC, helper', 'cgroup limits'].map(
  (layer) => `SELinux off: blocked by ${layer}`,
);

it('shows what is different between two runs, the earlier one first, and what of the host is', async () => {
  const calls = recordCalls({ 'drill.report': () => ({ report: earlier, hashes: [], signature: {} }) });
  render(<ComparisonPanel report={latest} reports={reports} />);
  await screen.findByRole('table');
  expect(calls).toEqual([{ name: 'drill.report', params: { report: earlier.id } }]);
  expect(rowsOf().slice(1)).toEqual([
    ['Load a kernel modulekernel-module', `breached${byFilter}`, `blocked by seccomp${byFilter}`, 'closed'].join(' | '),
    [
      'Overwrite the program of the host that is just bringing a command inattach-exe',
      `blocked by LXC, helper${byHelper}`,
      `blocked by SELinux${byHelper}`,
      'other layers',
    ].join(' | '),
    [
      'Fork until nothing is leftlimit-tasks',
      `blocked by cgroup limits${byLimits}`,
      `unproven${byLimits}`,
      'no longer blocked',
    ].join(' | '),
  ]);
  expect(screen.getByText('Kernel').nextElementSibling?.textContent).toBe('6.12.48+deb13-amd64 → 6.12.57+deb13-amd64');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Same results, too' }));
  expect(rowsOf()).toHaveLength(latest.results.length + 1);
});

it('says that a report cannot be read, and tries again', async () => {
  let isGone = true;
  recordCalls({
    'drill.report': () =>
      isGone ? fail('drill-report-not-found', { id: earlier.id }) : { report: latest, hashes: [], signature: {} },
  });
  render(<ComparisonPanel report={latest} reports={reports} />);
  await screen.findByText(/^Cannot find the report/);
  isGone = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('No changes: each probe had the same result.')).toBeTruthy();
});

it('compares with reports of the same attempts alone, the run before first', () => {
  const summary = (id: string, startedAt: number, changes: Partial<DrillReportSummary> = {}): DrillReportSummary => ({
    id,
    startedAt,
    probes: 1,
    passed: 1,
    failed: 0,
    newHoles: [],
    ...changes,
  });
  const listed = [
    summary('later', 9),
    summary('shown', 5),
    summary('web', 4, { container: 'web' }),
    summary('members', 4, { members: { first: 'one', second: 'two' } }),
    summary('old', 1),
    summary('before', 3),
  ];
  expect(comparableWith({ id: 'shown', startedAt: 5 }, listed).map(({ id }) => id)).toEqual(['before', 'old', 'later']);
  expect(comparableWith({ id: 'x', startedAt: 5, container: 'web' }, listed).map(({ id }) => id)).toEqual(['web']);
});
