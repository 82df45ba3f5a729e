// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostEntry } from '../../../contract/bridge.ts';
import type { Alert } from '../../../contract/model/alerts/alert.ts';
import { fakeGroup } from '../../../testing/models/denial.ts';
import { leaveHosts, useConnection } from '../../host/connection.ts';
import { useWindow } from '../../host/main-process.ts';
import { startLocation, useLocation } from '../../window/location.ts';
import { someContainer } from '../../testing/some-containers.ts';
import { useClock } from '../../window/clock.ts';
import { closeDrawer, useDrawer } from '../denials/drawer.ts';
import { useHostAlerts } from '../alerts/host-alerts.ts';
import { FleetPage } from './fleet-page.tsx';
import { type FleetHost, recentCauses, useFleet } from './fleet.ts';

const now = 1_795_540_000;
const host = (id: string, reachedAt: number | null = null): HostEntry => ({
  id,
  kind: 'ssh',
  label: id,
  isRemovable: true,
  state: { status: 'idle' },
  reachedAt,
});
const known = (names: readonly string[], ...causes: readonly ReturnType<typeof fakeGroup>[]): FleetHost => ({
  containers: new Map(names.map((name) => [name, someContainer(name)])),
  causes: new Map(causes.map((group) => [group.id, group])),
  load: 0.5,
  problems: [],
});

const oom = (begunAt: number, container: string): Alert => ({
  id: 1,
  rule: 1,
  kind: 'oom',
  threshold: 1,
  seconds: 600,
  container,
  begunAt,
  endedAt: null,
  endedBy: null,
  value: 1,
});

beforeEach(() => {
  useClock.setState({ now });
  useHostAlerts.setState({
    byHost: new Map([['edge-1', { lasting: [oom(now - 60, 'web')], newestSeen: 1, problem: undefined }]]),
  });
  window.location.hash = '#/hosts';
  startLocation();
  useWindow.setState({ hosts: [host('edge-1'), host('edge-2'), host('attic')], hostId: 'edge-1' });
  useConnection.setState({
    byHost: new Map([
      ['edge-1', { status: 'connecting', hostId: 'edge-1', attempt: 0 }],
      ['edge-2', { status: 'lost', hostId: 'edge-2', reason: 'no route', attempt: 1, retryAt: 0 }],
      ['attic', { status: 'lost', hostId: 'attic', reason: 'timed out', attempt: 1, retryAt: 0 }],
    ]),
    heardAt: new Map([['edge-2', now - 3600]]),
  });
  useFleet.setState({
    byHost: new Map([
      ['edge-1', known(['web', 'db'], fakeGroup({ last: now - 60, permissive: true, containers: ['web'] }))],
      ['edge-2', known(['mail'], fakeGroup({ last: now - 90_000, containers: ['mail'] }))],
    ]),
  });
});

afterEach(async () => {
  cleanup();
  closeDrawer();
  await leaveHosts();
  useFleet.setState({ byHost: new Map() });
  useHostAlerts.setState({ byHost: new Map() });
});

const cells = (name: string): readonly (string | null)[] => {
  const row = within(screen.getByRole('table', { name: 'Hosts' }))
    .getByRole('button', { name })
    .closest('tr');
  return [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
};

describe('the page of all hosts', () => {
  it('shows each host, how old what is known of it is, and which was never reached', () => {
    useWindow.setState({ hostId: 'edge-2' });
    render(<FleetPage />);
    expect(cells('edge-1').slice(3, 7)).toEqual(['Unknown', '2 of 2', '1', '1']);
    expect(cells('edge-2')[1]).toMatch(/^connection lost, as of \d\d:\d\d$/);
    expect(cells('edge-2')[8]).toBe('1 h ago');
    expect([cells('attic')[1], cells('attic')[4], cells('attic')[8]]).toEqual(['never reached', '–', 'never']);
  });

  it('lists the active alerts on all hosts, the newest first, and goes to those of a host', async () => {
    useHostAlerts.setState(({ byHost }) => ({
      byHost: new Map(byHost).set('edge-2', { lasting: [oom(now - 20, 'mail')], newestSeen: 1, problem: undefined }),
    }));
    render(<FleetPage />);
    const list = within(screen.getByRole('list', { name: 'Alerts of all hosts' }));
    expect(list.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^edge-2Criticalmail lost processes to the OOM killer/),
      expect.stringMatching(/^edge-1Criticalweb lost processes to the OOM killer/),
    ]);
    await userEvent.click(list.getByRole('button', { name: /web/ }));
    expect(useLocation.getState().route).toEqual({ page: 'alerts' });
  });

  it('lists the containers and the causes of all hosts', () => {
    render(<FleetPage />);
    const rows = within(screen.getByRole('table', { name: 'Containers of all hosts' })).getAllByRole('row');
    expect(rows.slice(1).map((row) => row.textContent.replace(/running.*/, ''))).toEqual([
      'webedge-1',
      'dbedge-1',
      'mailedge-2',
    ]);
    expect(within(screen.getByRole('list', { name: 'Causes of all hosts' })).getAllByRole('listitem')).toHaveLength(1);
  });

  it('opens a cause on its host, in its drawer', async () => {
    useConnection.setState({ connection: { status: 'connecting', hostId: 'edge-1', attempt: 0 } });
    render(<FleetPage />);
    await userEvent.click(within(screen.getByRole('list', { name: 'Causes of all hosts' })).getByRole('button'));
    await waitFor(() =>
      expect(useDrawer.getState().content).toEqual({ kind: 'group', id: fakeGroup().id, container: 'web' }),
    );
    expect(useLocation.getState().route.page).toBe('denials');
  });

  it('filters both by one search', async () => {
    render(<FleetPage />);
    await userEvent.type(screen.getByRole('combobox', { name: 'Filter containers and causes' }), 'host:edge-2');
    const table = screen.getByRole('table', { name: 'Containers of all hosts' });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    expect(within(screen.getByRole('list', { name: 'Causes of all hosts' })).queryAllByRole('listitem')).toEqual([]);
  });

  it('leads to a container on its host', async () => {
    render(<FleetPage />);
    await userEvent.click(screen.getByRole('button', { name: /mail/ }));
    await waitFor(() => expect(useLocation.getState().route).toMatchObject({ page: 'container', name: 'mail' }));
  });
});

it('counts the causes of the stretch of time only', () => {
  expect(recentCauses(known([], fakeGroup({ last: now - 3601 })), now - 3600)).toEqual([]);
});
