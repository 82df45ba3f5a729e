// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostCheck } from '../../../contract/model/host/host-check.ts';
import { useConnection } from '../../host/connection.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useWindow } from '../../host/main-process.ts';
import { type Answers, disconnect, recordCalls, type RecordedCall } from '../../testing/record-calls.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { closeDialog, openDialog, useDialog } from '../../window/dialogs.ts';
import { closeHelp, useHelp } from '../../window/help.ts';
import { startLocation, useLocation } from '../../window/location.ts';
import { useContainers } from '../containers/containers.ts';
import { meetHost } from './first-visit.ts';
import { GettingStartedPage } from './getting-started-page.tsx';
import { wasMet } from './met-hosts.ts';
import { visitHost } from './visit-host.ts';

const right: HostCheck = { id: 'kernel', title: 'Kernel', state: 'ok', message: 'Linux 6.12.', fix: null };
const warning: HostCheck = {
  id: 'clock',
  title: 'Clock',
  state: 'warn',
  message: 'The clock is not synchronised.',
  fix: { by: 'commands', summary: 'Set it.', commands: ['timedatectl set-ntp true'] },
};

function recordHost(
  names: readonly string[],
  checks: readonly HostCheck[],
  answers: Answers = {},
): readonly RecordedCall[] {
  return recordCalls(
    {
      'doctor.check': () => ({ checks, checkedAt: 1 }),
      'drill.list': () => ({ reports: [], schedule: undefined }),
      ...answers,
    },
    { 'container.watch': () => [{ type: 'snapshot', containers: names.map((name) => someContainer(name)) }] },
  );
}

startLocation();
const at = (hash: string): void => {
  window.location.hash = hash;
  window.dispatchEvent(new Event('hashchange'));
};
const place = (): string => window.location.hash;
async function meet(signal = new AbortController().signal): Promise<void> {
  const { connection } = useConnection.getState();
  if (connection.status !== 'connected') throw new Error('there is no connection');
  await meetHost(connection.client, signal);
}

beforeEach(() => {
  localStorage.clear();
  at('#/overview');
});

afterEach(() => {
  cleanup();
  closeDialog();
  closeHelp();
  clearHostStores();
  at('');
});

describe('the first visit of a host', () => {
  it('leads to the first steps where there is no container, once', async () => {
    recordHost([], [right]);
    await meet();
    expect([place(), wasMet('lab')]).toEqual(['#/getting-started', true]);
    at('#/overview');
    await meet();
    expect(place()).toBe('#/overview');
  });

  it('leads there where a check does not pass, containers or not', async () => {
    recordHost(['web'], [right, warning]);
    await meet();
    expect(place()).toBe('#/getting-started');
  });

  it('leads nowhere where all is right, and does not check that host again', async () => {
    const calls = recordHost(['web'], [right]);
    await meet();
    await meet();
    expect(place()).toBe('#/overview');
    expect(calls.map(({ name }) => name)).toEqual(['container.watch', 'doctor.check']);
  });

  it.each([
    ['on another page', () => at('#/denials')],
    ['behind a filter', () => at('#/containers?filter=web')],
    ['in a dialog', () => openDialog({ kind: 'create' })],
  ])('leaves somebody who is %s alone, and meets them the next time', async (_, begin) => {
    recordHost([], [right]);
    begin();
    const before = place();
    await meet();
    expect([place(), wasMet('lab')]).toEqual([before, false]);
    closeDialog();
    at('#/containers');
    await meet();
    expect(place()).toBe('#/getting-started');
  });

  const openAndClose = (): void => {
    openDialog({ kind: 'create' });
    closeDialog();
  };
  it.each([
    ['used a dialog', openAndClose, '#/overview'],
    ['went to the list', () => at('#/containers'), '#/containers'],
  ])('leaves somebody alone who %s while the host was checked', async (_, begin, stays) => {
    recordHost(['web'], [], {
      'doctor.check': () => {
        begin();
        return { checks: [warning], checkedAt: 1 };
      },
    });
    await meet();
    expect([place(), wasMet('lab')]).toEqual([stays, false]);
  });

  it('waits for the next time where the host does not answer, or is left meanwhile', async () => {
    recordCalls({
      'container.watch': () => {
        throw new Error('the helper does not answer');
      },
    });
    await meet();
    recordHost([], [right]);
    await meet(AbortSignal.abort());
    expect([place(), wasMet('lab')]).toEqual(['#/overview', false]);
  });

  it('begins at the overview when a host is chosen that was not met, and leaves the page of one that was', async () => {
    recordHost([], [right]);
    useWindow.setState({ hostId: 'lab' });
    at('#/denials');
    visitHost('lab');
    await waitFor(() => expect(useLocation.getState().route.page).toBe('overview'));
    await meet();
    at('#/denials');
    visitHost('lab');
    expect(place()).toBe('#/denials');
  });
});

describe('the page', () => {
  it('shows what is lacking with its fix, and what passed when that is asked for', async () => {
    recordHost([], [right, warning]);
    render(<GettingStartedPage />);
    const lacking = await screen.findByRole('list', { name: 'Checks to fix' });
    expect(within(lacking).getByText('timedatectl set-ntp true')).toBeTruthy();
    const passed = screen.getByText('1 check passed').closest('details');
    expect(passed?.open).toBe(false);
    expect(passed?.textContent).toContain('Linux 6.12.');
  });

  it.each<[string, HostCheck['fix'], number]>([
    ['fixes something at the press of its button', { by: 'helper', check: 'bridge', summary: 'Enable it.' }, 1],
    ['leaves the fix to commands', warning.fix, 0],
  ])('says what a fix asks for only where the helper %s', async (_, fix, count) => {
    recordHost([], [right, { ...warning, fix }]);
    render(<GettingStartedPage />);
    await screen.findByRole('list', { name: 'Checks to fix' });
    expect(screen.queryAllByText(/A fix by its button asks for an administrator’s password/)).toHaveLength(count);
  });

  it('begins a container and the drill, and opens the guide', async () => {
    const calls = recordHost([], [right]);
    render(<GettingStartedPage />);
    await userEvent.click(screen.getByRole('button', { name: 'New container' }));
    expect(useDialog.getState().dialog.kind).toBe('create');
    await userEvent.click(screen.getByRole('button', { name: 'Open guide' }));
    expect(useHelp.getState()).toMatchObject({ isOpen: true, trail: ['guide/start.md'] });
    await userEvent.click(screen.getByRole('button', { name: 'Run drill' }));
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Run drill' }));
    await waitFor(() => expect(calls.map(({ name }) => name)).toContain('drill.run'));
    expect(useLocation.getState().route).toEqual({ page: 'isolation', part: 'drill' });
  });

  it('says what was done already, and is closed to the overview', async () => {
    recordHost(['web'], [right]);
    useContainers.setState({ byName: new Map([['web', someContainer('web')]]) });
    at('#/getting-started');
    render(<GettingStartedPage />);
    expect(screen.getByText('Done: 1 container on this host.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(place()).toBe('#/overview');
  });

  it('says why nothing can be begun without a connection', async () => {
    recordHost([], [right]);
    disconnect();
    render(<GettingStartedPage />);
    await userEvent.click(screen.getByRole('button', { name: 'New container' }));
    expect(useDialog.getState().dialog.kind).toBe('none');
    expect((await screen.findAllByText('There is no connection to the host.')).length).toBeGreaterThan(0);
  });
});
