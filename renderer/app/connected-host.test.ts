// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../rpc/connect.ts';
import { createMemoryTransports } from '../../rpc/memory-transport.ts';
import type { Service } from '../../rpc/serve-calls.ts';
import { createFakeHost, type FakeHost } from '../testing/fake/fake-host.ts';
import { serveFake } from '../testing/fake/serve-fake.ts';
import type { OpenHost } from '../host/transport/open-client.ts';
import { bulkActions, removal, runBulk } from '../features/containers/states/bulk.ts';
import { createContainer } from '../features/create/create-container.ts';
import { useAlerts } from '../features/alerts/alerts-store.ts';
import { useActivity } from '../features/activity/activity.ts';
import { leaveHosts, retryNow, switchHost, useConnection } from '../host/connection.ts';
import { useContainers } from '../features/containers/containers.ts';
import { useDenials } from '../features/denials/denials.ts';
import { useFeeds } from '../host/feeds.ts';
import { useNotifications } from '../window/notifications.ts';
import { useLocation } from '../window/location.ts';
import { cancelOperation, useOperations } from '../host/operations.ts';
import { containerRing, useSamples } from '../features/usage/samples.ts';

let host: FakeHost;
let service: Service | undefined;
let failsWith: string | undefined;

const openHost: OpenHost = async () => {
  if (failsWith !== undefined) throw new Error(failsWith);
  const [near, far] = createMemoryTransports();
  service = serveFake(host, far);
  const client = await connect(near);
  return { client, info: await client.request('host.info', {}) };
};

const isReady = (): boolean => Object.values(useFeeds.getState()).every((feed) => feed.status === 'ready');
const texts = (): readonly string[] => useNotifications.getState().notifications.map(({ text }) => text);

// The first snapshots hold ten minutes of samples, which takes a busy machine a while to check.
beforeEach(async () => {
  host = createFakeHost({ hostname: 'test' });
  // Somebody is at work on a page: the first visit of a host leads nowhere.
  useLocation.setState({ route: { page: 'alerts' } });
  failsWith = undefined;
  useNotifications.setState({ notifications: [] });
  useOperations.setState({ operations: [] });
  await switchHost('test', openHost);
  await expect.poll(() => isReady()).toBe(true);
});

afterEach(async () => {
  useLocation.setState(useLocation.getInitialState());
  await leaveHosts();
  host.stop();
});

describe('a connected host', () => {
  it('fills every store from its snapshots', () => {
    expect(useContainers.getState().byName.size).toBe(10);
    expect(useDenials.getState().groups.size).toBeGreaterThan(3);
    expect(useActivity.getState().entries[0]?.id).toBe(7);
    expect(useAlerts.getState().rules.length).toBeGreaterThan(3);
    expect(useSamples.getState().time).toBeGreaterThan(0);
    expect(containerRing('web')?.length).toBeGreaterThan(3);
    expect(useConnection.getState().infos.get('test')?.selinux.status).toBe('enforcing');
  });

  it('keeps the identity of containers that did not change', async () => {
    const before = useContainers.getState().byName.get('db');
    await runBulk(bulkActions.start, ['staging']);
    expect(useContainers.getState().byName.get('staging')?.state).toBe('running');
    expect(useContainers.getState().byName.get('db')).toBe(before);
    expect(texts()).toEqual(['Container staging was started.']);
  });

  it('reports a declared failure in its own words', async () => {
    await runBulk(removal({ force: false }), ['web']);
    expect(texts()).toEqual(['Cannot do this to the container web while it runs; stop it first.']);
  });

  it('shows a creation step by step, and leaves nothing of one that is cancelled', async () => {
    const id = createContainer({ name: 'fresh', image: 'debian-13', start: false });
    const operation = () => useOperations.getState().operations.find((one) => one.id === id);
    await expect.poll(() => operation()?.steps.map(({ step }) => step)).toEqual(['check', 'reserve']);
    cancelOperation(id);
    await expect.poll(() => operation()?.state).toBe('cancelled');
    expect(useContainers.getState().byName.has('fresh')).toBe(false);
    await expect.poll(() => texts()).toEqual(['Cancelled.']);
  });
});

describe('a lost connection', () => {
  it('is shown, keeps what was seen, and resumes with a fresh snapshot', async () => {
    service?.close();
    await expect.poll(() => useConnection.getState().connection.status).toBe('lost');
    expect(useContainers.getState().byName.size).toBe(10);
    host.remove('wiki');
    retryNow();
    await expect.poll(() => useContainers.getState().byName.size).toBe(9);
    expect(useConnection.getState().connection.status).toBe('connected');
  });

  it('waits longer after each failed attempt', async () => {
    failsWith = 'cannot reach host test: no route';
    service?.close();
    await expect.poll(() => useConnection.getState().connection.status).toBe('lost');
    for (const attempt of [2, 3]) {
      retryNow();
      await expect
        .poll(() => useConnection.getState().connection)
        .toMatchObject({ status: 'lost', attempt, reason: failsWith });
    }
  });
});
