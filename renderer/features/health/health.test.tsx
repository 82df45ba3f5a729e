// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail } from '../../../contract/errors.ts';
import type { ContainerHealth } from '../../../contract/model/containers/health.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { type Answers, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { HealthCell } from './health-cell.tsx';
import { HealthPanel } from './health-panel.tsx';

const web = someContainer('web');
const health: ContainerHealth = {
  checkedAt: 1_795_000_000,
  units: {
    state: 'known',
    failed: [{ name: 'nginx.service', description: 'A \u202eserver' }],
    isCut: false,
  },
  listening: { state: 'known', sockets: [{ protocol: 'tcp', address: null, port: 80 }], isCut: false },
  updates: {
    state: 'known',
    count: 2,
    securityCount: 1,
    packages: [{ name: 'openssl', installed: '1', newer: '2', isSecurity: true }],
    listsAt: 1_795_000_000,
  },
  isRestartRequired: true,
};
const well: ContainerHealth = {
  ...health,
  units: { state: 'known', failed: [], isCut: false },
  updates: { state: 'unknown', reason: 'it has no packages of dpkg' },
  isRestartRequired: null,
};

const answering = (answer: () => ContainerHealth = () => health): Answers => ({ 'container.health': answer });
const looks = (calls: readonly RecordedCall[]) => calls.filter(({ name }) => name === 'container.health').length;
const lookAgain = () => userEvent.click(screen.getByRole('button', { name: 'Look again' }));

// Tests of pages ask for the health of their containers too, and leave without an answer.
beforeEach(clearHostStores);
afterEach(() => {
  cleanup();
  clearHostStores();
});

it('shows what failed, what it listens on and what is due, with text of the container as data', async () => {
  recordCalls(answering());
  render(<HealthPanel container={web} />);
  expect(screen.getByRole('status')).toBeTruthy();
  const panel = await screen.findByRole('region', { name: 'Health' });
  await within(panel).findByText('Failing');
  expect(panel.textContent).toContain('nginx.service');
  expect(panel.textContent).not.toContain('\u202e');
  expect(panel.textContent).toContain('80/tcp');
  expect(panel.textContent).toContain('2 updates, 1 of them for security');
  expect(panel.textContent).toContain('Required by a package that was updated');
  await userEvent.click(within(panel).getByText('The first 1 packages'));
  expect(within(panel).getByRole('table', { name: 'Packages with updates' }).textContent).toContain('openssl');
  expect(within(panel).getByRole('link', { name: 'See the logs' }).getAttribute('href')).toContain('logs');
});

it('of a host is not kept waiting by another one that never answered', async () => {
  recordCalls({ 'container.health': () => new Promise(() => undefined) });
  const page = render(<HealthPanel container={web} />);
  await screen.findByRole('status');
  page.unmount();
  clearHostStores();
  recordCalls(answering());
  render(<HealthPanel container={web} />);
  await screen.findByText('Failing');
});

it('says why something is not known', async () => {
  recordCalls(answering(() => well));
  render(<HealthPanel container={web} />);
  await screen.findByText('OK');
  expect(screen.getByRole('region', { name: 'Health' }).textContent).toContain('Not known: it has no packages of dpkg');
});

it('asks once for a container that is seen twice, and again when that is pressed', async () => {
  let answer = health;
  const calls = recordCalls(answering(() => answer));
  render(
    <>
      <HealthPanel container={web} />
      <HealthCell container={web} />
    </>,
  );
  await waitFor(() => expect(screen.getAllByText('Failing')).toHaveLength(2));
  expect(looks(calls)).toBe(1);
  answer = well;
  await lookAgain();
  await waitFor(() => expect(screen.getAllByText('OK')).toHaveLength(2));
  expect(looks(calls)).toBe(2);
});

it('keeps what was known when a later look fails, and says that it failed', async () => {
  let isFailing = false;
  recordCalls(answering(() => (isFailing ? fail('lxc-unavailable', { reason: 'gone' }) : health)));
  render(<HealthPanel container={web} />);
  await screen.findByText('Failing');
  isFailing = true;
  await lookAgain();
  await screen.findByText(/gone/);
  expect(screen.getByText('Failing')).toBeTruthy();
});

it('offers to try again when the first look fails, and asks nobody for a password', async () => {
  let isFailing = true;
  recordCalls(answering(() => (isFailing ? fail('not-authorised', { action: 'view-host' }) : well)));
  render(<HealthPanel container={web} />);
  expect((await screen.findByRole('alert')).textContent).toContain('without a password');
  isFailing = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('OK');
});

it('is shown of a container of Incus too', async () => {
  recordCalls(answering());
  render(<HealthPanel container={{ ...web, engine: 'incus' }} />);
  expect(await screen.findByText('Failing')).toBeTruthy();
});

it('asks nothing of a container that does not run or is of another tool, and forgets a former run', async () => {
  const calls = recordCalls(answering());
  const stopped = { ...web, state: 'stopped', initPid: null, startedAt: null } as const;
  const { rerender } = render(<HealthPanel container={stopped} />);
  expect(screen.getByText('It is not running.')).toBeTruthy();
  rerender(<HealthPanel container={{ ...web, isManaged: false }} />);
  expect(screen.getByText('It is a container of another tool.')).toBeTruthy();
  expect(looks(calls)).toBe(0);
  rerender(<HealthPanel container={web} />);
  await screen.findByText('Failing');
  act(() => rerender(<HealthPanel container={{ ...web, startedAt: (web.startedAt ?? 0) + 60 }} />));
  expect(screen.queryByText('Failing')).toBe(null);
  await screen.findByText('Failing');
  expect(looks(calls)).toBe(2);
});
