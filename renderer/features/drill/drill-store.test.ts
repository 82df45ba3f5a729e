// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { followActivity } from '../activity/activity.ts';
import {
  drillSubject,
  ensureReports,
  runDrill,
  scheduleDrill,
  showReport,
  useDrill,
  watchDrills,
} from './drill-store.ts';
import { useNotifications } from '../../window/notifications.ts';
import { cancelOperation, operationOn, useOperations } from '../../host/operations.ts';

/** Counts the reports that the fake host keeps from its start on. */
const kept = 2;

let host: FakeHost;
let client: Client;

beforeEach(async () => {
  host = createFakeHost({ hostname: 'test', hasCluster: true });
  const [near, far] = createMemoryTransports();
  serveFake(host, far);
  client = await connect(near);
  clearHostStores();
  useNotifications.setState({ notifications: [] });
  useOperations.setState({ operations: [] });
});

afterEach(() => {
  client.close();
  host.stop();
});

const shownId = (): string | undefined => {
  const { shown } = useDrill.getState();
  return shown.status === 'ready' ? shown.signed.report.id : undefined;
};

it('shows the newest report of those that the host keeps', async () => {
  await ensureReports(client);
  const { reports } = useDrill.getState();
  expect([reports?.length, shownId()]).toEqual([kept, reports?.[0]?.id]);
});

it('shows the steps and the probes while a drill goes on, and then shows its report, first in the list', async () => {
  await ensureReports(client);
  const before = shownId();
  const running = runDrill(client);
  await expect
    .poll(() =>
      useDrill
        .getState()
        .progress?.steps.map(({ step }) => step)
        .slice(0, 5),
    )
    .toEqual(['check', 'create', 'linked-start', 'plant', 'with-selinux']);
  await expect.poll(() => useDrill.getState().progress?.probes).toBeGreaterThan(0);
  await running;
  const { progress, reports } = useDrill.getState();
  expect({ progress, first: reports?.[0]?.id, count: reports?.length, isAnother: shownId() !== before }).toEqual({
    progress: undefined,
    first: shownId(),
    count: kept + 1,
    isAnother: true,
  });
  expect(useNotifications.getState().notifications.map(({ tone, text }) => [tone, text])).toEqual([
    ['failed', '11 of 13 probes blocked, 1 unproven, 1 not applicable.'],
  ]);
});

it('shows the steps of an attack on a container that is in use', async () => {
  const running = runDrill(client, { kind: 'container', name: 'web' });
  await expect
    .poll(() => useDrill.getState().progress?.steps.map(({ step }) => step))
    .toEqual(['check', 'create', 'attack-it']);
  expect(
    useDrill
      .getState()
      .progress?.plan.map(({ label }) => label)
      .slice(0, 2),
  ).toEqual(['looking at the host and the container', 'making a throw-away container']);
  await running;
  expect([useDrill.getState().progress, useDrill.getState().reports?.length]).toEqual([undefined, kept + 1]);
});

it('shows the steps of a drill across members, and then its report', async () => {
  const params = { member: 'm001', image: 'debian-13', pool: 'fast' };
  const running = runDrill(client, { kind: 'members', params });
  await expect
    .poll(() => useDrill.getState().progress?.steps.map(({ step }) => step))
    .toEqual(['check', 'create', 'plant', 'attack-here', 'move']);
  expect(useDrill.getState().progress?.plan.map(({ label }) => label)).toContain(
    'attacking with the victim on the other member',
  );
  expect(operationOn(drillSubject)(useOperations.getState())?.title).toBe(
    'Running the isolation drill across members, with m001',
  );
  await running;
  const { shown, reports } = useDrill.getState();
  const members = { first: 'm000', second: 'm001' };
  expect(reports?.[0]?.members).toEqual(members);
  expect(shown.status === 'ready' && shown.signed.report).toMatchObject({ members, experiments: [] });
});

it('keeps the report that is looked at when a drill is cancelled', async () => {
  await ensureReports(client);
  const before = shownId();
  const running = runDrill(client);
  await expect.poll(() => useDrill.getState().progress).toBeDefined();
  cancelOperation(operationOn(drillSubject)(useOperations.getState())?.id ?? 0);
  await running;
  expect([
    useDrill.getState().progress,
    shownId(),
    useNotifications.getState().notifications.map(({ text }) => text),
  ]).toEqual([undefined, before, ['Cancelled.']]);
});

it('says why a report cannot be read', async () => {
  await showReport(client, '20200101T000000Z-000000');
  expect(useDrill.getState().shown).toEqual({
    status: 'failed',
    id: '20200101T000000Z-000000',
    reason: 'Cannot find the report 20200101T000000Z-000000: this host keeps the latest only; list them again.',
  });
});

it('notifies of a new hole that a drill found which this window did not begin, such as the nightly one', async () => {
  clearHostStores();
  const gone = new AbortController();
  const activity = followActivity(client, () => undefined);
  watchDrills(client, gone.signal);
  await expect.poll(() => useDrill.getState().reports?.length).toBe(kept);
  const running = client.stream('drill.run', {});
  for await (const _ of running);
  await expect
    .poll(() => useNotifications.getState().notifications.map(({ tone, text }) => [tone, text]))
    .toEqual([['failed', 'Drill failed: limit-tasks is no longer blocked.']]);
  expect(useDrill.getState().reports?.length).toBe(kept + 1);
  gone.abort();
  client.close();
  await activity.catch(() => undefined);
});

it('notifies of a new hole that was found while the connection was lost', async () => {
  await ensureReports(client);
  useDrill.setState({ reports: [] });
  const gone = new AbortController();
  watchDrills(client, gone.signal);
  await expect.poll(() => useNotifications.getState().notifications.map(({ tone }) => tone)).toEqual(['failed']);
  gone.abort();
});

it('knows when the drill runs every night, and that it does not any more', async () => {
  await scheduleDrill(client, '04:30');
  await ensureReports(client);
  expect(useDrill.getState().schedule).toMatchObject({ at: '04:30', user: 'you' });
  await scheduleDrill(client, undefined);
  expect(useDrill.getState().schedule).toBe(undefined);
  expect(useNotifications.getState().notifications.map(({ text }) => text)).toEqual([
    'The drill runs every night at 04:30.',
    'The nightly drill is disabled.',
  ]);
});
