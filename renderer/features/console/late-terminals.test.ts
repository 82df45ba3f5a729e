// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { afterEach, expect, it, vi } from 'vitest';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { createFakeHost } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';

const left = new AbortController();

afterEach(() => {
  left.abort();
  sessionStorage.clear();
  vi.resetModules();
});

it('a page that comes to its terminals after its host continues the sessions that it had', async () => {
  const pane = { id: 4, number: 2, choice: {}, kept: { id: 'kept-1', hostId: 'lab' }, deniedBefore: 0 };
  const tab = { hostId: 'lab', container: 'web', layout: { kind: 'pane', id: 4 }, active: 4, panes: [pane] };
  sessionStorage.setItem('bulkhead.terminals', JSON.stringify([tab]));
  const host = createFakeHost({ hostname: 'lab' });
  const [near, far] = createMemoryTransports();
  serveFake(host, far);
  const client = await connect(near);
  // The modules are reset as in a window that was just loaded: nothing of the terminals is there.
  vi.resetModules();
  const { runFollowers } = await import('../../host/host-stores.ts');
  void runFollowers(client, left.signal);
  const { useTerminalTabs } = await import('./container-terminals.ts');
  const { useTerminals } = await import('./terminal-store.ts');
  const { tabs } = useTerminalTabs.getState();
  const { entries } = useTerminals.getState();
  expect(tabs).toMatchObject([{ hostId: 'lab', container: 'web', active: entries[0]?.id }]);
  expect(entries).toMatchObject([{ id: expect.any(Number) as number, number: 2, kept: pane.kept }]);
  expect(entries.every(({ id }) => Number.isInteger(id))).toBe(true);
  client.close();
  host.stop();
});
