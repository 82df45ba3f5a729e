// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import 'vscode-jsonrpc/node';
import { expect, it } from 'vitest';
import type { BulkheadBridge, HostEntry } from '../../contract/bridge.ts';
import { createFakeBridge } from '../testing/fake/fake-bridge.ts';
import { endWindow, startWindow, useWindow } from './main-process.ts';

/** A main process without hosts, and the way to have it say which there are. */
function startFake(): { readonly bridge: BulkheadBridge; readonly say: (hosts: readonly HostEntry[]) => void } {
  const fake = createFakeBridge();
  const listeners = new Set<(hosts: readonly HostEntry[]) => void>();
  const hosts: BulkheadBridge['hosts'] = {
    ...fake.hosts,
    list: async () => [],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    bridge: { ...fake, hosts },
    say: (next) => listeners.forEach((listener) => listener(next)),
  };
}
const attic: HostEntry = {
  id: 'ssh://attic',
  kind: 'ssh',
  label: 'attic',
  isRemovable: true,
  reachedAt: null,
  state: { status: 'unreachable', reason: 'no route', obstacle: undefined },
};

it('takes what the main process says of the hosts, until the window has ended', async () => {
  const { bridge, say } = startFake();
  await startWindow(bridge);
  say([attic]);
  expect(useWindow.getState().hosts).toEqual([attic]);
  await endWindow();
  say([attic]);
  expect(useWindow.getState().hosts).toEqual([]);
});

it('takes no answer that comes after the window has ended', async () => {
  const { bridge } = startFake();
  const started = startWindow({ ...bridge, hosts: { ...bridge.hosts, list: async () => [attic] } });
  await endWindow();
  await started;
  expect(useWindow.getState().hosts).toEqual([]);
});
