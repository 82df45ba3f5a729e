// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { AwaitedList } from './awaited-list.tsx';
import { type Connection, useConnection } from './connection.ts';

const retry = (): HTMLElement | null => screen.queryByRole('button', { name: 'Try again now' });

function show(connection: Connection): void {
  useConnection.setState({ connection });
  render(<AwaitedList what="alerts" />);
}

afterEach(() => {
  cleanup();
  useConnection.setState({ connection: { status: 'none' } });
});

it('is loading while the host is connected, or is about to be', () => {
  show({ status: 'connecting', hostId: 'lab', attempt: 0 });
  expect(screen.getByRole('status', { name: 'Loading alerts' })).toBeTruthy();
  expect([screen.queryByText('Not connected'), retry()]).toEqual([null, null]);
});

it.each<Connection>([
  { status: 'lost', hostId: 'lab', reason: 'no route', attempt: 1, retryAt: 0 },
  { status: 'held', hostId: 'lab', reason: 'ssh needs a password', obstacle: 'login' },
  { status: 'denied', hostId: 'lab', reason: 'it speaks another protocol' },
])('says that the host is not reached, and offers another attempt: $status', (connection) => {
  show(connection);
  expect(screen.getByText('Its alerts appear here when the host is reached.')).toBeTruthy();
  expect(retry()).not.toBeNull();
});

it('offers no attempt where no host is chosen', () => {
  show({ status: 'none' });
  expect(screen.getByText('Not connected')).toBeTruthy();
  expect(retry()).toBeNull();
});
