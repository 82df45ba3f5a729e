// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepHosts, leaveHosts, switchHost } from '../../host/connection.ts';
import type { OpenHost } from '../../host/transport/open-client.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import { openFakeHost } from '../../testing/open-fake-host.ts';
import { useLocation } from '../../window/location.ts';
import '../containers/containers.ts';
import { ActivityPage } from './activity-page.tsx';

let hosts: Map<string, FakeHost>;

const openHost: OpenHost = (hostId, _signal, { isInteractive }) => {
  const heard = { services: new Map(), interactive: new Map(), onAsked: () => undefined };
  return openFakeHost({ hosts, ...heard }, hostId, isInteractive);
};

function log(host: string, subject: string): void {
  const one = hosts.get(host);
  const begunAt = (one?.now() ?? 0) + 60;
  const entry = one?.log({
    begunAt,
    endedAt: begunAt,
    operation: 'container.start',
    subject,
    uid: 1000,
    user: `ops-${host}`,
    outcome: 'done',
    request: null,
    detail: null,
    change: null,
  });
  if (entry !== undefined) one?.activityChanges.send(entry);
}

beforeEach(async () => {
  hosts = new Map([
    ['one', createFakeHost({ hostname: 'one', containers: 6, members: 3 })],
    ['two', createFakeHost({ hostname: 'two', containers: 6, members: 3, place: 1 })],
  ]);
  useLocation.setState({ route: { page: 'activity', filter: '' } });
  keepHosts(['one', 'two'], openHost);
  await switchHost('one', openHost);
});

afterEach(async () => {
  cleanup();
  useLocation.setState(useLocation.getInitialState());
  await leaveHosts();
  for (const host of hosts.values()) host.stop();
});

const rowOf = async (text: string): Promise<HTMLElement> =>
  (await screen.findByText(text, {}, { timeout: 20_000 })).closest('tr') ?? document.body;

it('shows what was done on every connected member, each with its member, and says which one is not there', async () => {
  render(<ActivityPage />);
  await screen.findByText('Member', {}, { timeout: 20_000 });
  log('two', 'mail');
  const there = await rowOf('ops-two');
  expect(within(there).getAllByText('m001')).toHaveLength(2);
  log('one', 'web');
  expect(within(await rowOf('ops-one')).getAllByText('m000')).toHaveLength(2);
  expect(screen.getByRole('note').textContent).toContain('Not shown: m002 (not connected).');
});

it('leads from a container of the cluster to its page, and from what only another member has nowhere', async () => {
  render(<ActivityPage />);
  await screen.findByText('Member', {}, { timeout: 20_000 });
  const instance = [...(hosts.get('two')?.containers.keys() ?? [])][1] ?? '';
  log('two', instance);
  expect(within(await rowOf('ops-two')).getByRole('link', { name: instance })).toBeTruthy();
  cleanup();
  render(<ActivityPage />);
  log('two', 'lxc-only');
  const row = (await screen.findByText('lxc-only', {}, { timeout: 20_000 })).closest('tr') ?? document.body;
  expect(within(row).queryByRole('link')).toBeNull();
});
