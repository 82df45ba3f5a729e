// SPDX-License-Identifier: Apache-2.0
/** Runs the same tests with the real bridge of Cockpit, where it is installed, and with the fake that others use. */

import 'vscode-jsonrpc/node';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectWith } from '../../rpc/client.ts';
import { type HostBytes, relayPort, type RelayPort } from '../../rpc/port/relay-port.ts';
import { hasCockpitBridge, type RunningCockpit, startCockpitBridge } from '../../testing/cockpit-bridge.ts';
import { createFakeCockpit } from '../../testing/fake-cockpit.ts';
import { startSocketHost } from '../../testing/socket-host.ts';
import { declarations } from '../host/declarations.ts';
import { openPortTransport } from '../host/transport/port-transport.ts';
import { maxMessageBytes, openChannelBytes } from './channel-bytes.ts';
import { explainEnd } from './explain-end.ts';

const never = new AbortController().signal;

async function startFake(): Promise<RunningCockpit> {
  return { cockpit: createFakeCockpit(), pid: undefined, close: async () => undefined };
}

const bridges = [
  ['a fake bridge', startFake],
  ...(hasCockpitBridge() ? [['the real bridge of Cockpit', () => startCockpitBridge()] as const] : []),
] as const;

describe.each(bridges)('a channel of %s', (_, start) => {
  let running: RunningCockpit;
  let folder: string;
  let server: Server;
  let path: string;

  beforeEach(async () => {
    running = await start();
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-cockpit-'));
    path = join(folder, 's');
    server = createServer().listen(path);
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    await running.close();
    rmSync(folder, { recursive: true });
  });

  async function open(): Promise<{ readonly bytes: HostBytes; readonly helper: Socket }> {
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const bytes = await openChannelBytes(running.cockpit, path, never);
    return { bytes, helper: (await connected)[0] };
  }

  it('carries a session of the protocol as it is', async () => {
    const host = await startSocketHost();
    const { port1: page, port2: shell } = new MessageChannel();
    const states: string[] = [];
    const ended = relayPort({
      label: 'web',
      port: relayPortOf(shell),
      dial: (signal) => openChannelBytes(running.cockpit, host.socketPath, signal),
      onState: ({ status }) => states.push(status),
      onRejected: (why) => expect.unreachable(why),
    });
    const hangUp = new AbortController();
    const transport = openPortTransport(page as never, hangUp.signal);
    const client = await connectWith(declarations, transport, { signal: never });
    const { hostname } = await client.request('host.info', {});
    expect([hostname, host.called]).toEqual(['socket', ['host.info']]);
    hangUp.abort();
    await ended;
    expect(states).toEqual(['connecting', 'connected', 'idle']);
    await host.close();
  });

  it('passes on a megabyte in messages that Cockpit takes, and knows when it is taken', async () => {
    const { bytes, helper } = await open();
    const sent = new Uint8Array(1024 * 1024 + 1).map((__, index) => index * 7);
    bytes.write([sent.subarray(0, 10), sent.subarray(10)]);
    expect(bytes.waiting()).toBe(sent.byteLength);
    const received: Buffer[] = [];
    for await (const chunk of helper as AsyncIterable<Buffer>) {
      received.push(chunk);
      if (received.reduce((sum, { byteLength }) => sum + byteLength, 0) === sent.byteLength) break;
    }
    expect(Buffer.concat(received).equals(sent)).toBe(true);
    await expect.poll(() => bytes.waiting()).toBe(0);
  });

  it('gives what comes in order, more than the bridge sends without an answer to its pings', async () => {
    const { bytes, helper } = await open();
    const sent = new Uint8Array(5 * 1024 * 1024).map((__, index) => index * 3);
    const received: Uint8Array[] = [];
    const whole = new Promise<void>((resolve) => {
      let left = sent.byteLength;
      bytes.onData((chunk) => {
        received.push(chunk);
        left -= chunk.byteLength;
        if (left === 0) resolve();
      });
    });
    helper.write(sent);
    await whole;
    expect(Buffer.concat(received).equals(sent)).toBe(true);
    helper.destroy();
  });

  it('says nothing broke when the helper hangs up, and sends no more then', async () => {
    const { bytes, helper } = await open();
    const closed = new Promise((resolve) => bytes.onClose((fault) => resolve(fault)));
    helper.end();
    expect(await closed).toBeUndefined();
    bytes.write([Uint8Array.of(1)]);
    expect(bytes.waiting()).toBe(0);
  });

  it('hangs up', async () => {
    const { bytes, helper } = await open();
    const closed = once(helper.resume(), 'close');
    bytes.close();
    await closed;
  });

  it('says what is missing where there is no socket, and where nobody listens', async () => {
    const words = async (socketPath: string): Promise<string> => {
      const error: unknown = await openChannelBytes(running.cockpit, socketPath, never).catch((one: unknown) => one);
      return explainEnd(error, 'web').message;
    };
    expect(await words(join(folder, 'other'))).toMatch(/^cannot reach the host web: there is no .* bulkhead-helper/);
    const bound = await bindAndLeave(folder);
    expect(await words(bound)).toMatch(/^cannot reach the host web: nobody listens on .* systemctl restart/);
  });

  it('opens nothing once it is given up', async () => {
    const reason = new Error('given up');
    const opened = openChannelBytes(running.cockpit, path, AbortSignal.abort(reason));
    await expect(opened).rejects.toBe(reason);
    const abort = new AbortController();
    const waiting = openChannelBytes(running.cockpit, path, abort.signal);
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

it('never sends a message that is longer than Cockpit takes, nor asks for another user (G7)', async () => {
  const lengths: number[] = [];
  const asked: object[] = [];
  const listeners = new Map<string, (event: unknown, value: never) => void>();
  const opened = openChannelBytes(
    {
      channel(options) {
        asked.push(options);
        return {
          addEventListener: (name, listener) => void listeners.set(name, listener),
          send: ({ byteLength }) => lengths.push(byteLength),
          close: () => undefined,
        };
      },
    },
    '/s',
    never,
  );
  listeners.get('ready')?.(undefined, {} as never);
  (await opened).write([new Uint8Array(maxMessageBytes * 2 + 1)]);
  expect(lengths).toEqual([maxMessageBytes, maxMessageBytes, 1]);
  expect(asked).toEqual([{ payload: 'stream', unix: '/s', binary: true, 'send-acks': 'bytes' }]);
});

/** Gives the path of a socket that is there, and on which nobody listens. */
async function bindAndLeave(folder: string): Promise<string> {
  const { link } = await import('node:fs/promises');
  const server = createServer().listen(join(folder, 'left'));
  await once(server, 'listening');
  // A server that ends removes the name that it made, and no other.
  await link(join(folder, 'left'), join(folder, 'kept'));
  server.close();
  await once(server, 'close');
  return join(folder, 'kept');
}

/** Cockpit's page has ports of the web, whose events hold the data. */
function relayPortOf(port: MessageChannel['port2']): RelayPort {
  return {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}
