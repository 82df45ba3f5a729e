// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFrameDecoder, encodeFrame } from '../../rpc/frame.ts';
import type { FromHost, HostState } from '../../contract/bridge.ts';
import type { RelayPort } from '../../rpc/port/relay-port.ts';
import { relay, type RelayOptions } from './relay.ts';

/** The page's side of a port: what main put into it, and a way to put something in. */
class FakePort implements RelayPort {
  readonly received: FromHost[] = [];
  readonly #message: ((event: { readonly data: unknown }) => void)[] = [];
  readonly #close: (() => void)[] = [];
  #waiting: unknown[] | undefined = [];
  isClosed = false;

  on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void): this {
    if (event === 'message') this.#message.push(listener);
    else this.#close.push(listener as () => void);
    return this;
  }
  postMessage(message: FromHost): void {
    this.received.push(message);
  }
  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.say(data);
  }
  close(): void {
    this.isClosed = true;
  }
  say(data: unknown): void {
    if (this.#waiting !== undefined) this.#waiting.push(data);
    else for (const listener of this.#message) listener({ data });
  }
  hangUp(): void {
    for (const listener of this.#close) listener();
  }
}

const hello = { jsonrpc: '2.0', id: 1, method: 'session.hello', params: { protocol: 1 } };
let folder: string;
let server: Server;
let path: string;
let port: FakePort;
let states: HostState[];
let rejected: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-relay-'));
  path = join(folder, 's');
  server = createServer().listen(path);
  await once(server, 'listening');
  port = new FakePort();
  states = [];
  rejected = [];
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function begin(dial: RelayOptions['dial'] = async () => connect({ path })): {
  readonly ended: Promise<void>;
  readonly helper: Promise<Socket>;
} {
  const helper = once(server, 'connection').then(([socket]) => socket as Socket);
  const ended = relay({
    label: 'lab',
    port,
    dial,
    onState: (state) => states.push(state),
    onRejected: (why) => rejected.push(why),
  });
  return { ended, helper };
}

async function readOne(helper: Socket): Promise<unknown> {
  const decoder = createFrameDecoder(1024 * 1024);
  for (;;) {
    const [chunk] = (await once(helper, 'data')) as [Buffer];
    const [message] = decoder.push(chunk);
    if (message !== undefined) return message;
  }
}

test('carries a call there and an answer back', async () => {
  const { ended, helper } = begin();
  port.say({ kind: 'message', message: hello });
  const socket = await helper;
  expect(await readOne(socket)).toEqual(hello);
  socket.end(encodeFrame({ jsonrpc: '2.0', id: 1, result: 'welcome' }));
  await ended;
  const reason = 'cannot reach the host lab: the helper ended the connection';
  expect(port.received).toEqual([
    { kind: 'message', message: { jsonrpc: '2.0', id: 1, result: 'welcome' } },
    { kind: 'closed', reason },
  ]);
  expect(states).toEqual([{ status: 'connecting' }, { status: 'connected' }, { status: 'unreachable', reason }]);
});

test('drops and names what is no call of the contract (G1)', async () => {
  const { ended, helper } = begin();
  port.say({ kind: 'message', message: { ...hello, method: 'shell.run' } });
  port.say({ kind: 'message', message: hello });
  const socket = await helper;
  expect(await readOne(socket)).toEqual(hello);
  socket.destroy();
  await ended;
  expect(rejected).toEqual(['there is no operation "shell.run"']);
});

test('says why a host cannot be reached', async () => {
  await begin(() => Promise.reject(new Error('there is no route'))).ended;
  expect(port.received).toEqual([{ kind: 'closed', reason: 'cannot reach the host lab: there is no route' }]);
});

test('gives up a host that sends a frame beyond all measure', async () => {
  const { ended, helper } = begin();
  (await helper).write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7b]));
  await ended;
  expect(port.received.at(-1)).toMatchObject({
    kind: 'closed',
    reason: expect.stringContaining('does not allow') as string,
  });
});

test('ends a connection over which the page sends too large a request', async () => {
  const { ended } = begin();
  port.say({ kind: 'message', message: { ...hello, params: { filler: 'x'.repeat(2 * 1024 * 1024) } } });
  await ended;
  expect(port.received.at(-1)).toMatchObject({
    kind: 'closed',
    reason: expect.stringContaining('is larger than') as string,
  });
});

test('hangs up on the host when the page goes away', async () => {
  const { ended, helper } = begin();
  const socket = await helper;
  port.hangUp();
  await Promise.all([ended, once(socket.resume(), 'close')]);
  expect(states.at(-1)).toEqual({ status: 'idle' });
});
