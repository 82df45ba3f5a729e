// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { openRawPeer } from './fixtures/raw-peer.ts';
import { type Caller, ConnectionClosedError, createCaller } from './json-rpc-caller.ts';
import { createMemoryTransports } from './memory-transport.ts';

function openPair() {
  const [near, far] = createMemoryTransports();
  const received: unknown[] = [];
  const caller = createCaller(near, (method, params) => received.push({ method, params }));
  return { caller, near, far, peer: openRawPeer(far), received };
}

/** Waits until both sides have handled what was sent before. */
async function settle({ caller, peer }: Pick<ReturnType<typeof openPair>, 'caller' | 'peer'>): Promise<void> {
  const asked = caller.request('settle', {}, undefined);
  const { id = 0 } = await peer.next(({ method }) => method === 'settle');
  peer.send({ id, result: null });
  await asked;
}

it('gives each request the answer of its number, in whatever order they come', async () => {
  const { caller, peer } = openPair();
  const asked = Promise.all([caller.request('first', {}, undefined), caller.request('second', {}, undefined)]);
  const { id: second = 0 } = await peer.next(({ method }) => method === 'second');
  peer.send({ id: second, result: 'of the second' });
  const { id: first = 0 } = await peer.next(({ method }) => method === 'first');
  peer.send({ id: first, result: 'of the first' });
  expect(await asked).toEqual(['of the first', 'of the second']);
});

it('rejects with the text and the data of an error', async () => {
  const { caller, peer } = openPair();
  const asked = caller.request('first', {}, undefined);
  peer.send({ id: 0, error: { code: -32_000, message: 'no', data: { code: 'cancelled' } } });
  await expect(asked).rejects.toMatchObject({ message: 'no', data: { code: 'cancelled' } });
});

it('hands on notifications, and leaves out requests and answers that belong to no call', async () => {
  const pair = openPair();
  pair.peer.send({ method: 'stream.item', params: { stream: 1 } });
  pair.peer.send({ id: 9, method: 'container.list', params: {} });
  pair.peer.send({ id: 77, result: {} });
  pair.peer.send({ id: 78, error: { code: 1, message: 'no' } });
  await settle(pair);
  expect(pair.received).toEqual([{ method: 'stream.item', params: { stream: 1 } }]);
});

it('asks for the end of a call when its signal aborts, and waits for the answer', async () => {
  const { caller, peer } = openPair();
  const abort = new AbortController();
  const asked = caller.request('first', {}, abort.signal);
  abort.abort();
  expect((await peer.next(({ method }) => method === '$/cancelRequest')).params).toEqual({ id: 0 });
  peer.send({ id: 0, result: 'in time' });
  expect(await asked).toBe('in time');
});

it('rejects every call when the connection ends, and every one after that', async () => {
  const { caller, far } = openPair();
  const asked = caller.request('first', {}, undefined);
  far.close();
  await expect(asked).rejects.toBeInstanceOf(ConnectionClosedError);
  expect(await caller.closed).toBeUndefined();
  await expect(caller.request('second', {}, undefined)).rejects.toBeInstanceOf(ConnectionClosedError);
  await caller.notify('stream.item', {});
});

it('rejects a request that the carrier does not take', async () => {
  const [near] = createMemoryTransports();
  const caller: Caller = createCaller({ ...near, send: () => Promise.reject(new Error('is full')) }, () => undefined);
  await expect(caller.request('first', {}, undefined)).rejects.toThrow('is full');
});
