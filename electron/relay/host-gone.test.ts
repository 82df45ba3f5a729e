// SPDX-License-Identifier: Apache-2.0
/**
 * Tests the window, the relay of the main process and a host on a socket together; only the clock of the pauses is not
 * real.
 */

import 'vscode-jsonrpc/node';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openHostStream } from '../../hosts/open-host-stream.ts';
import { useContainers } from '../../renderer/features/containers/containers.ts';
import '../../renderer/app/followed.ts';
import { type Connection, leaveHosts, switchHost, useConnection } from '../../renderer/host/connection.ts';
import { declarations } from '../../renderer/host/declarations.ts';
import { useFeeds } from '../../renderer/host/feeds.ts';
import { HostClosedError, type OpenHost } from '../../renderer/host/transport/open-client.ts';
import { openPortTransport, type PortEnd } from '../../renderer/host/transport/port-transport.ts';
import { useLocation } from '../../renderer/window/location.ts';
import { connectWith } from '../../rpc/client.ts';
import { createFakeHost } from '../../testing/fake-host.ts';
import { type SocketHost, startSocketHost } from '../../testing/socket-host.ts';
import type { RelayPort } from '../../rpc/port/relay-port.ts';
import { relay } from './relay.ts';

let served: SocketHost | undefined;
/** Names the path at which the main process looks for the helper. Nothing is there when the host is gone. */
let socketPath = '';

beforeEach(() => {
  // Somebody is at work on a page: the first visit of a host leads nowhere, and there is no address to change here.
  useLocation.setState({ route: { page: 'alerts' } });
});

afterEach(async () => {
  useLocation.setState(useLocation.getInitialState());
  vi.useRealTimers();
  await leaveHosts();
  await served?.close();
});

async function serve(containers: number): Promise<void> {
  served = await startSocketHost({}, { host: createFakeHost({ hostname: 'remote', containers }) });
  ({ socketPath } = served);
}

const openHost: OpenHost = async (_hostId, signal) => {
  const { port1: page, port2: main } = new MessageChannel();
  void relay({
    label: 'remote',
    port: relayPortOf(main),
    dial: (gone) => openHostStream({ kind: 'local' }, { signal: gone, socketPath, peerUid: () => 0 }),
    onState: () => undefined,
    onRejected: (why) => expect.unreachable(why),
  });
  let end: PortEnd | undefined;
  try {
    const transport = openPortTransport(page as never, signal, (last) => (end = last));
    const client = await connectWith(declarations, transport, { signal });
    return { client, info: await client.request('host.info', {}, { signal }) };
  } catch (error) {
    throw end === undefined ? error : new HostClosedError(end);
  }
};

/** Electron wraps what comes through its port. */
function relayPortOf(port: MessageChannel['port2']): RelayPort {
  return {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Lets what is real go on: sockets, ports, files. */
async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    vi.advanceTimersByTime(0);
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const connection = (): Connection => useConnection.getState().connection;
const names = (): number => useContainers.getState().byName.size;

function isShown(containers: number): true | undefined {
  const isWhole = Object.values(useFeeds.getState()).every(({ status }) => status === 'ready');
  return connection().status === 'connected' && isWhole && names() === containers ? true : undefined;
}

/** Gives the connection if it was lost after this number of failed attempts. */
function lostAfter(attempts: number): (Connection & { readonly status: 'lost' }) | undefined {
  const now = connection();
  return now.status === 'lost' && now.attempt === attempts ? now : undefined;
}

it('tries a host that is gone for an hour all the time, and shows it as it is when it is back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await serve(3);
  void switchHost('remote', openHost);
  await until(() => isShown(3));
  const wentAt = Date.now();
  await served?.close();

  const pauses: number[] = [];
  while (Date.now() - wentAt < 3_600_000) {
    const { retryAt, reason } = await until(() => lostAfter(pauses.length + 1));
    if (pauses.length > 0) expect(reason).toMatch(/^cannot /);
    pauses.push(retryAt - Date.now());
    vi.advanceTimersByTime(retryAt - Date.now());
  }
  // The pause is a fifth longer or shorter, by chance.
  expect(pauses[0]).toBeLessThanOrEqual(1200);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(36_000);
  expect(pauses.length).toBeGreaterThan(100);
  expect(names()).toBe(3);

  await until(() => lostAfter(pauses.length + 1));
  await serve(5);
  vi.advanceTimersByTime(36_000);
  // Its last samples are from before that time; the next comes with its next second.
  await until(() => (vi.advanceTimersByTime(10), isShown(5)));
});
