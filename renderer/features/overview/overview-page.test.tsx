// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostEntry } from '../../../contract/bridge.ts';
import { fakeHostInfo } from '../../../testing/models/host.ts';
import { useConnection } from '../../host/connection.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { useWindow } from '../../host/main-process.ts';
import { disconnect, recordCalls } from '../../testing/record-calls.ts';
import { OverviewPage } from './overview-page.tsx';

beforeEach(() => {
  clearHostStores();
  recordCalls();
  useConnection.setState({ infos: new Map([['lab', { ...fakeHostInfo, hostname: 'bulkhead-lab' }]]) });
  useWindow.setState({ hosts: [{ id: 'lab', label: 'Lab' } as HostEntry], hostId: 'lab' });
});

afterEach(() => {
  cleanup();
  useConnection.setState({ infos: new Map() });
  useWindow.setState({ hosts: [], hostId: undefined });
});

it('is headed by the name that the list of hosts has, with the name that the host has for itself (window m2)', () => {
  render(<OverviewPage />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Lab');
  expect(screen.getByText('bulkhead-lab')).toBeTruthy();
});

it('has the last denials above the charts (window m5)', () => {
  render(<OverviewPage />);
  const [denials, charts] = ['Recent denials of containers', 'Host'].map((name) =>
    screen.getByRole('region', { name }),
  );
  expect(denials?.compareDocumentPosition(charts ?? document.body)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(screen.getByRole('figure', { name: 'Memory' })).toBeTruthy();
});

it('has no charts of a host that was never reached (window m8)', () => {
  disconnect();
  useConnection.setState({ infos: new Map() });
  render(<OverviewPage />);
  expect(screen.queryByRole('figure')).toBe(null);
  expect(screen.getByText('No samples of this host')).toBeTruthy();
});

it('says that the helper still recovers, for as long as it does', () => {
  const { rerender } = render(<OverviewPage />);
  expect(screen.queryByText('Recovery')).toBe(null);
  const recovery = { state: 'running' as const, containers: ['web'] };
  useConnection.setState({ infos: new Map([['lab', { ...fakeHostInfo, recovery }]]) });
  rerender(<OverviewPage />);
  expect(screen.getByText(/still recovers what was under way when it last ended: web/)).toBeTruthy();
});
