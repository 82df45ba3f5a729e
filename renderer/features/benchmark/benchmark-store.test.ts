// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../rpc/client.ts';
import { connect } from '../../../rpc/connect.ts';
import { createMemoryTransports } from '../../../rpc/memory-transport.ts';
import { createFakeHost, type FakeHost } from '../../testing/fake/fake-host.ts';
import { serveFake } from '../../testing/fake/serve-fake.ts';
import { clearHostStores } from '../../host/host-stores.ts';
import { benchmarkSubject, loadBenchmark, runBenchmark, useBenchmark } from './benchmark-store.ts';
import { useNotifications } from '../../window/notifications.ts';
import { cancelOperation, operationOn, useOperations } from '../../host/operations.ts';

let host: FakeHost;
let client: Client;

beforeEach(async () => {
  host = createFakeHost({ hostname: 'test' });
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

it('knows that nothing was measured, then shows what was, and finds it again', async () => {
  await loadBenchmark(client);
  expect(useBenchmark.getState().latest).toEqual({ status: 'none' });
  const measuring = runBenchmark(client, 3);
  await expect
    .poll(() => operationOn(benchmarkSubject)(useOperations.getState())?.steps.at(-1)?.step)
    .toMatch(/^round 1 of 3: /);
  await measuring;
  const { latest } = useBenchmark.getState();
  expect(latest.status === 'ready' && latest.report.rounds).toBe(3);
  clearHostStores();
  await loadBenchmark(client);
  expect(useBenchmark.getState().latest).toEqual(latest);
});

it('leaves what is known when a measurement is cancelled', async () => {
  await loadBenchmark(client);
  const measuring = runBenchmark(client, 3);
  await expect.poll(() => operationOn(benchmarkSubject)(useOperations.getState())?.steps).not.toEqual([]);
  cancelOperation(operationOn(benchmarkSubject)(useOperations.getState())?.id ?? 0);
  await measuring;
  expect([useBenchmark.getState().latest, useNotifications.getState().notifications.map(({ text }) => text)]).toEqual([
    { status: 'none' },
    ['Cancelled.'],
  ]);
});
