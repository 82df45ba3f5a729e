// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { clientOf, type Connection, leaveHosts, useConnection } from '../../host/connection.ts';
import { clearStoresOf, runHostFollowers } from '../../host/host-stores.ts';
import { endWindow, startWindow, useWindow } from '../../host/main-process.ts';
import { createFakeBridge } from '../../testing/fake/fake-bridge.ts';
import { recordCalls } from '../../testing/record-calls.ts';
import { closeDialog, openDialog } from '../../window/dialogs.ts';
import { useLocation } from '../../window/location.ts';
import { useNotifications } from '../../window/notifications.ts';

const [lab, edge] = ['lab', 'ssh://ops@edge-2:22'] as const;
const ending = new AbortController();

async function learn(hostId: string, member: string, proof = 'a'.repeat(64)): Promise<void> {
  recordCalls({ 'cluster.members': () => ({ cluster: { version: '6.0.4', proof, member, members: [] } }) });
  void runHostFollowers(hostId, recorded(), ending.signal);
  // What it is asked is answered by now.
  await act(() => new Promise((resolve) => setTimeout(resolve)));
}

function show(connection: Connection): void {
  act(() => useConnection.setState({ connection }));
}

/** The client of the last {@link recordCalls}. */
function recorded(): Client {
  const client = clientOf(lab);
  if (client === undefined) throw new Error('nothing is recorded');
  return client;
}

const closed = new Promise<never>(() => undefined);
const connected = (hostId: string): Connection => ({
  status: 'connected',
  hostId,
  client: { ...recorded(), closed },
});
const lost = (attempt: number): Connection => ({
  status: 'lost',
  hostId: lab,
  reason: 'no route',
  attempt,
  retryAt: Date.now() + 60_000,
});
const texts = () => useNotifications.getState().notifications.map(({ text }) => text);

beforeEach(async () => {
  localStorage.clear();
  useNotifications.setState({ notifications: [] });
  // Nothing is connected by itself: the fake host has an answer of its own to what it is a member of.
  const bridge = createFakeBridge();
  await startWindow({ ...bridge, hosts: { ...bridge.hosts, open: () => undefined } });
  await leaveHosts();
  useWindow.setState({ hostId: lab });
  useLocation.setState({ route: { page: 'overview' } });
});

afterEach(async () => {
  cleanup();
  closeDialog();
  await endWindow();
  for (const hostId of [lab, edge]) clearStoresOf(hostId);
});

async function haveBoth(member: string, proof?: string): Promise<void> {
  await learn(lab, 'one');
  await learn(edge, member, proof);
  useConnection.setState({ byHost: new Map([[edge, connected(edge)]]) });
  show(connected(lab));
}

it('is shown when the one that was shown is gone, not at the first attempt, and the person can go back', async () => {
  await haveBoth('two');
  show(lost(1));
  expect(useWindow.getState().hostId).toBe(lab);
  show(lost(2));
  expect(useWindow.getState().hostId).toBe(edge);
  expect(texts()).toEqual(['There is no connection to lab. edge-2, another member of its cluster, is shown.']);
  act(() => useNotifications.getState().notifications[0]?.action?.run());
  expect(useWindow.getState().hostId).toBe(lab);
  // Where the person went on purpose, they stay.
  show(lost(3));
  expect([useWindow.getState().hostId, texts()]).toEqual([lab, [expect.any(String)]]);
});

it('does not take the place of a dialog, and is offered instead', async () => {
  await haveBoth('two');
  openDialog({ kind: 'create' });
  render(<ConnectionBanner />);
  show(lost(2));
  expect(useWindow.getState().hostId).toBe(lab);
  await userEvent.click(screen.getByRole('button', { name: 'Show edge-2' }));
  expect(useWindow.getState().hostId).toBe(edge);
});

it('is offered only where something may be typed, as in a policy module', async () => {
  await haveBoth('two');
  useLocation.setState({ route: { page: 'policy', name: 'web' } });
  show(lost(2));
  expect(useWindow.getState().hostId).toBe(lab);
});

it.each([
  { words: 'of another cluster', member: 'two', proof: 'b'.repeat(64) },
  { words: 'the same member by another way', member: 'one', proof: undefined },
])('is none that is $words', async ({ member, proof }) => {
  await haveBoth(member, proof);
  render(<ConnectionBanner />);
  show(lost(2));
  expect(useWindow.getState().hostId).toBe(lab);
  expect(screen.queryByRole('button', { name: 'Show edge-2' })).toBeNull();
});

it('is none that is no longer in the list, or not connected until it is', async () => {
  await haveBoth('two');
  const other = useConnection.getState().byHost;
  useConnection.setState({ byHost: new Map() });
  show(lost(2));
  expect(useWindow.getState().hostId).toBe(lab);
  clearStoresOf(edge);
  act(() => useConnection.setState({ byHost: other }));
  expect(useWindow.getState().hostId).toBe(lab);
  await learn(edge, 'two');
  show(connected(lab));
  show(lost(2));
  expect(useWindow.getState().hostId).toBe(edge);
});
