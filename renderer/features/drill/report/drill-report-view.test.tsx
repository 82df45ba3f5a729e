// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { DrillCell, DrillReport } from '../../../../contract/model/drill.ts';
import { DrillReportView } from './drill-report-view.tsx';

afterEach(cleanup);

const cell = (outcome: DrillCell['outcome'], evidence: string, ...blockedBy: DrillCell['blockedBy']): DrillCell => ({
  outcome,
  evidence: [evidence],
  blockedBy,
  denials: [],
});

const across: DrillReport = {
  version: 1,
  id: '20261125T000000Z-000000',
  startedAt: 1,
  endedAt: 2,
  members: { first: 'one', second: 'two' },
  host: {
    name: 'one',
    kernel: '6',
    lxc: null,
    selinux: 'enforcing',
    policy: null,
    policySha256: null,
    helper: '1',
  },
  results: [
    {
      probe: 'net-victim',
      class: 'network',
      title: 'Reach the service',
      expectedLayers: ['namespaces'],
      without: cell('not-run', 'not tried'),
      with: cell('blocked', 'ECONNREFUSED', 'namespaces'),
      elsewhere: cell('breached', 'it answered'),
      taken: [],
      pass: false,
    },
  ],
  experiments: [],
  limitations: [],
  changes: null,
  summary: { probes: 1, passed: 0, failed: 1 },
};

it('shows a drill across members on one and on two, with the evidence of both, and nothing of SELinux off', async () => {
  render(<DrillReportView report={across} />);
  const matrix = screen.getByRole('grid', { name: 'Probes by layer' });
  const heads = within(matrix)
    .getAllByRole('columnheader')
    .map(({ textContent }) => textContent);
  expect(heads.slice(0, 3)).toEqual(['Probe', 'On one member', 'On two members']);
  expect(heads).not.toContain('SELinux off');
  expect(screen.getByText(/^attacker on/).textContent).toBe(
    'attacker on one, victim there and then on two; every layer stayed on',
  );
  await userEvent.click(
    screen.getByRole('gridcell', { name: 'Reach the service: breached with the victim on the other member' }),
  );
  const evidence = screen.getByRole('region', { name: 'Evidence: Reach the service' });
  expect(
    within(evidence)
      .getAllByRole('heading')
      .map(({ textContent }) => textContent),
  ).toEqual(['On two members: breached', 'On one member: blocked by other namespaces']);
  expect(within(evidence).getByText('it answered')).toBeTruthy();
});

it('says of the container that was tried which verdict it had, with its reasons and their age', () => {
  const { members: _, ...report } = across;
  const isolation: DrillReport['isolation'] = { state: 'not-isolated', reasons: ['It learns.'], checkedAt: -58 };
  render(<DrillReportView report={{ ...report, container: 'web', isolation }} />);
  const verdict = screen.getByText('Verdict of the container').nextElementSibling;
  expect(verdict?.textContent).toBe('not isolated. It learns. Checked 60 s ago.');
});

it('stands in sections, of which those without content are left out (window, section 4)', async () => {
  render(<DrillReportView report={across} />);
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual(['Probes by layer']);
  cleanup();
  render(<DrillReportView report={{ ...across, limitations: ['It tries what is known.'] }} />);
  expect(screen.queryByText('It tries what is known.')).toBeNull();
  await userEvent.click(screen.getByRole('tab', { name: 'What this does not show' }));
  expect(screen.getByText('It tries what is known.')).toBeTruthy();
  expect(screen.queryByRole('grid', { name: 'Probes by layer' })).toBeNull();
});
