// SPDX-License-Identifier: Apache-2.0
import type { Message } from 'vscode-jsonrpc';
import { expect, it } from 'vitest';
import { createMemoryTransports } from './memory-transport.ts';

const message = (value: unknown): Message => ({ jsonrpc: '2.0', value }) as Message;

async function settleAll(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('copies what crosses, keeps what comes before there is a listener, and gives each message once', async () => {
  const [left, right] = createMemoryTransports();
  const sent = { list: [1], gone: undefined };
  await left.send(message(sent));
  sent.list.push(2);
  await settleAll();
  const received: Message[] = [];
  right.onMessage((next) => received.push(next));
  await left.send(message('later'));
  await settleAll();
  right.onMessage((next) => received.push(next));
  expect(received).toEqual([message({ list: [1] }), message('later')]);
});

it('carries the bytes of an item, as a copy', async () => {
  const [left, right] = createMemoryTransports();
  const data = Uint8Array.of(1, 2);
  await left.send({ jsonrpc: '2.0', method: 'stream.item', params: { stream: 1, item: { data } } } as Message);
  data[0] = 9;
  const received: unknown[] = [];
  right.onMessage((next) => received.push(next));
  await settleAll();
  expect(received).toMatchObject([{ params: { item: { data: Uint8Array.of(1, 2) } } }]);
});

it('ends on both sides, once, and carries nothing after that', async () => {
  const [left, right] = createMemoryTransports();
  const ends: string[] = [];
  const received: Message[] = [];
  left.onClose((reason) => ends.push(`left ${reason}`));
  right.onClose((reason) => ends.push(`right ${reason}`));
  right.onMessage((next) => received.push(next));
  void left.send(message('under way'));
  left.close();
  right.close();
  await left.send(message('after it'));
  await settleAll();
  expect({ ends, received }).toEqual({ ends: ['left undefined', 'right undefined'], received: [] });
});
