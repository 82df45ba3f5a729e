// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it } from 'vitest';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { createQueue } from '../../../rpc/async/queue.ts';
import { type Client, ConnectionClosedError } from '../../../rpc/client.ts';
import { useConnection } from '../../host/connection.ts';
import { type ConsoleStatus, runConsole } from './console-run.ts';

interface OpenedChannel {
  readonly name: string;
  readonly params: unknown;
  /** Gives the terminal an item of its session. */
  push(item: object): void;
  fail(error: Error): void;
}

let opened: OpenedChannel[];
let statuses: ConsoleStatus['status'][];

/** A client whose channels the test answers. */
function connect(): void {
  const channel = (name: string, params: unknown): unknown => {
    const items = createQueue<object>();
    let end: (error: Error) => void = () => undefined;
    const result = new Promise((_, reject) => (end = reject));
    result.catch(items.fail);
    opened.push({ name, params, push: items.push, fail: end });
    return { [Symbol.asyncIterator]: () => items[Symbol.asyncIterator](), result, send: async () => undefined };
  };
  useConnection.setState({
    connection: { status: 'connected', hostId: 'lab', client: { channel } as unknown as Client },
  });
}

function run(signal: AbortSignal) {
  [opened, statuses] = [[], []];
  connect();
  return runConsole({
    hostId: 'lab',
    container: 'web',
    choice: {},
    session: undefined,
    isSeen: () => false,
    size: () => ({ columns: 80, rows: 24 }),
    draw: async () => undefined,
    onStatus: ({ status }) => statuses.push(status),
    onSession: () => undefined,
    signal,
  });
}

afterEach(() => useConnection.setState({ connection: { status: 'none' }, infos: new Map() }));

it('goes on with the same session on the next connection, and on no other than the next', async () => {
  const abort = new AbortController();
  const { ended } = run(abort.signal);
  await expect.poll(() => opened).toHaveLength(1);
  opened[0]?.push({ data: new Uint8Array(), session: 'kept' });
  await expect.poll(() => statuses).toEqual(['open']);
  opened[0]?.fail(new ConnectionClosedError(undefined));
  await expect.poll(() => statuses).toEqual(['open', 'lost']);
  // The state of the window changes for another reason: the connection is still the one that was lost.
  useConnection.setState({ heardAt: new Map() });
  expect(opened).toHaveLength(1);
  connect();
  await expect.poll(() => opened.map(({ name }) => name)).toEqual(['console.open', 'console.attach']);
  expect(opened[1]?.params).toEqual({ name: 'web', session: 'kept', columns: 80, rows: 24 });
  abort.abort();
  opened[1]?.fail(new ConnectionClosedError(undefined));
  await ended;
});

it('fails where the connection ends before there is a session that could go on', async () => {
  const { ended } = run(new AbortController().signal);
  await expect.poll(() => opened).toHaveLength(1);
  opened[0]?.fail(new ConnectionClosedError(undefined));
  await ended;
  expect(statuses).toEqual(['failed']);
});

it.each<[string, (channel: OpenedChannel) => void]>([
  ['output', (channel) => channel.push({ data: new Uint8Array() })],
  ['the end of its connection', () => undefined],
])('says nothing more and asks for nothing more once it was aborted, whatever comes: %s', async (_, come) => {
  const abort = new AbortController();
  const { ended } = run(abort.signal);
  await expect.poll(() => opened).toHaveLength(1);
  opened[0]?.push({ data: new Uint8Array(), session: 'kept' });
  await expect.poll(() => statuses).toEqual(['open']);
  abort.abort();
  if (opened[0] !== undefined) come(opened[0]);
  opened[0]?.fail(new ConnectionClosedError(undefined));
  await ended;
  connect();
  expect([opened.length, statuses]).toEqual([1, ['open']]);
});

/** The helper of the host has this process number by now. */
function restartHelper(pid: number): void {
  const info = { helper: { pid } } as unknown as HostInfo;
  useConnection.setState({ infos: new Map([['lab', info]]) });
}

it.each([
  [true, ['console.open', 'console.attach'], ['open', 'lost']],
  [undefined, ['console.open'], ['open', 'lost', 'gone']],
])('asks the next helper for a session where it outlives its helper: %s', async (outlivesHelper, asked, seen) => {
  const abort = new AbortController();
  restartHelper(1);
  const { ended } = run(abort.signal);
  await expect.poll(() => opened).toHaveLength(1);
  opened[0]?.push({ data: new Uint8Array(), session: 'kept', outlivesHelper });
  await expect.poll(() => statuses).toEqual(['open']);
  opened[0]?.fail(new ConnectionClosedError(undefined));
  await expect.poll(() => statuses).toEqual(['open', 'lost']);
  restartHelper(2);
  connect();
  await expect.poll(() => [opened.map(({ name }) => name), statuses]).toEqual([asked, seen]);
  abort.abort();
  opened[1]?.fail(new ConnectionClosedError(undefined));
  await ended;
});
