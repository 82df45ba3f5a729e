// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperationName } from '../../contract/operations/index.ts';
import type { Service } from '../../rpc/serve-calls.ts';
import { createFakeHost, type FakeHost } from '../testing/fake/fake-host.ts';
import { openFakeHost } from '../testing/open-fake-host.ts';
import { runBulk, bulkActions } from '../features/containers/states/bulk.ts';
import { useContainers } from '../features/containers/containers.ts';
import { useFleet } from '../features/fleet/fleet.ts';
import { useLocation } from '../window/location.ts';
import { useNotifications } from '../window/notifications.ts';
import { currentClient, keepHosts, leaveHosts, retryNow, switchHost, useConnection } from '../host/connection.ts';
import { HostClosedError, type OpenHost } from '../host/transport/open-client.ts';
import { useOperations } from '../host/operations.ts';

let hosts: Map<string, FakeHost>;
let services: Map<string, Service>;
let opened: (readonly [string, boolean])[];
/** Hosts that were asked for their containers, in order. */
let watched: string[];
let needsLogin: Set<string>;
/** Says for each host whether its helper may have somebody asked for a password. */
let interactive: Map<string, boolean>;

const openHost: OpenHost = (hostId, _signal, { mayAsk, isInteractive }) => {
  opened.push([hostId, mayAsk]);
  if (needsLogin.has(hostId) && !mayAsk) {
    interactive.set(hostId, isInteractive);
    return Promise.reject(new HostClosedError({ reason: 'ssh needs a password', obstacle: 'login' }));
  }
  const onAsked = (id: string, name: OperationName): void => {
    if (name === 'container.watch') watched.push(id);
  };
  return openFakeHost({ hosts, services, interactive, onAsked }, hostId, isInteractive);
};

const status = (hostId: string) => useConnection.getState().byHost.get(hostId)?.status;
const names = () => [...useContainers.getState().byName.keys()];

beforeEach(() => {
  hosts = new Map([
    ['a', createFakeHost({ hostname: 'a' })],
    ['b', createFakeHost({ hostname: 'b', containers: 3 })],
  ]);
  services = new Map();
  // Somebody is at work on a page: the first visit of a host leads nowhere.
  useLocation.setState({ route: { page: 'alerts' } });
  opened = [];
  watched = [];
  needsLogin = new Set();
  interactive = new Map();
  useNotifications.setState({ notifications: [] });
  useOperations.setState({ operations: [] });
});

afterEach(async () => {
  useLocation.setState(useLocation.getInitialState());
  await leaveHosts();
  for (const host of hosts.values()) host.stop();
});

describe('several hosts', () => {
  it('stay connected, each with its containers and causes, whichever is shown', async () => {
    keepHosts(['a', 'b'], openHost);
    await switchHost('a', openHost);
    await expect.poll(() => names()).toHaveLength(10);
    await expect.poll(() => useFleet.getState().byHost.get('b')?.containers?.size).toBe(3);
    await switchHost('b', openHost);
    await expect.poll(() => names()).toHaveLength(3);
    expect([status('a'), opened.map(([hostId]) => hostId)]).toEqual(['connected', ['a', 'b']]);
  });

  it('are asked for their containers once each, whichever is shown, and show every change of them', async () => {
    const kept = (hostId: string) => useFleet.getState().byHost.get(hostId)?.containers;
    keepHosts(['a', 'b'], openHost);
    await switchHost('a', openHost);
    await expect.poll(() => [kept('a')?.size, kept('b')?.size, names().length]).toEqual([10, 3, 10]);
    expect(useContainers.getState().byName).toBe(kept('a'));
    hosts.get('a')?.remove('web');
    await expect.poll(() => [kept('a')?.size, names().length]).toEqual([9, 9]);
    await switchHost('b', openHost);
    await expect.poll(() => names()).toHaveLength(3);
    await switchHost('a', openHost);
    await expect.poll(() => names()).toHaveLength(9);
    hosts.get('a')?.remove('db');
    await expect.poll(() => [kept('a')?.size, names().length]).toEqual([8, 8]);
    expect(watched.toSorted()).toEqual(['a', 'b']);
  });

  it('lose one without the others, and forget what is known of one that leaves the list', async () => {
    keepHosts(['a', 'b'], openHost);
    await expect.poll(() => [status('a'), status('b')]).toEqual(['connected', 'connected']);
    await expect.poll(() => useFleet.getState().byHost.get('b')?.containers?.size).toBe(3);
    services.get('b')?.close();
    await expect.poll(() => status('b')).toBe('lost');
    expect([status('a'), useFleet.getState().byHost.get('b')?.containers?.size]).toEqual(['connected', 3]);
    keepHosts(['a'], openHost);
    expect([status('b'), useFleet.getState().byHost.has('b')]).toEqual([undefined, false]);
  });

  it('leave nothing behind when the window leaves them, by which a session could go on', async () => {
    keepHosts(['a'], openHost);
    await expect.poll(() => status('a')).toBe('connected');
    useConnection.setState(({ byHost }) => {
      const one = byHost.get('a');
      return one === undefined ? {} : { byHost: new Map(byHost).set('b', one) };
    });
    await leaveHosts();
    expect(useConnection.getState()).toEqual(useConnection.getInitialState());
  });

  it('ask nobody for a password until they are shown, and from then on as long as they are connected', async () => {
    keepHosts(['b', 'a'], openHost);
    await switchHost('a', openHost);
    await expect.poll(() => [status('a'), status('b')]).toEqual(['connected', 'connected']);
    expect(Object.fromEntries(interactive)).toEqual({ a: true, b: false });
    await switchHost('b', openHost);
    await expect.poll(() => names()).toHaveLength(3);
    await switchHost('a', openHost);
    expect(Object.fromEntries(interactive)).toEqual({ a: true, b: true });
  });

  it('try none again unasked that needs a password', async () => {
    needsLogin.add('b');
    keepHosts(['b'], openHost);
    await expect.poll(() => status('b')).toBe('held');
    retryNow('b');
    await expect.poll(() => status('b')).toBe('connected');
    expect(opened).toEqual([
      ['b', false],
      ['b', true],
    ]);
  });
});

describe('what was begun on a host', () => {
  it('goes on there while the window shows another, and says so at its end', async () => {
    keepHosts(['a', 'b'], openHost);
    await switchHost('a', openHost);
    await expect.poll(() => names()).toContain('staging');
    const bulk = runBulk(bulkActions.start, ['staging']);
    await switchHost('b', openHost);
    await bulk;
    await expect.poll(() => useFleet.getState().byHost.get('a')?.containers?.get('staging')?.state).toBe('running');
    expect(useNotifications.getState().notifications.map(({ hostId, text }) => [hostId, text])).toEqual([
      ['a', 'Starting container staging: done.'],
    ]);
  });

  it('ends unheard when it only asked something', async () => {
    keepHosts(['a', 'b'], openHost);
    await switchHost('a', openHost);
    await expect.poll(() => useConnection.getState().connection.status).toBe('connected');
    const { connection } = useConnection.getState();
    const asked = connection.status === 'connected' ? connection.client.request('doctor.check', {}) : undefined;
    const kept = currentClient().request('image.list', {});
    await Promise.all([
      expect(asked).rejects.toThrow('the window shows another host'),
      expect(kept).resolves.toBeTruthy(),
      switchHost('b', openHost),
    ]);
  });
});
