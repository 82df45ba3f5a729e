// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { describe, expect, it, vi } from 'vitest';
import { ConnectionClosedError, type Client, type ConnectOptions, greetWith } from './client.ts';
import { all, connect } from './connect.ts';
import { createCountedSignal } from './fixtures/counted-signal.ts';
import { openRawPeer, type RawMessage, type RawPeer } from './fixtures/raw-peer.ts';
import { createMemoryTransports } from './memory-transport.ts';
import type { Transport } from './transport.ts';

const isCall = (method: string) => (message: RawMessage) => message.method === method;

/** A helper of which the test writes each message, and a client that has not greeted it yet. */
function openUngreeted(options?: ConnectOptions): {
  readonly peer: RawPeer;
  readonly far: Transport;
  readonly connecting: Promise<Client>;
} {
  const [near, far] = createMemoryTransports();
  const peer = openRawPeer(far);
  const connecting = connect(near, options);
  connecting.catch(() => undefined);
  return { peer, far, connecting };
}

async function openGreeted(): Promise<{ readonly peer: RawPeer; readonly far: Transport; readonly client: Client }> {
  const { peer, far, connecting } = openUngreeted();
  await answer(peer, 'session.hello', { result: { protocol: 1, version: '1.2.3' } });
  return { peer, far, client: await connecting };
}

/** Answers the call of this method. */
async function answer(peer: RawPeer, method: string, outcome: Pick<RawMessage, 'result' | 'error'>): Promise<void> {
  const { id } = await peer.next(isCall(method));
  peer.send({ ...(id !== undefined && { id }), ...outcome });
}

async function settleAll(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const resize = { type: 'resize', columns: 80, rows: 24 } as const;

describe('connecting', () => {
  it.each([
    [undefined, true],
    [{}, true],
    [{ isInteractive: true }, true],
    [{ isInteractive: false }, false],
  ])('greets, and says whether somebody can type a password: %j', async (options, interactive) => {
    const { peer } = openUngreeted(options);
    expect((await peer.next(isCall('session.hello'))).params).toEqual({ protocol: 1, interactive });
  });

  it('greets once more when somebody comes who can type a password', async () => {
    const { peer, client } = await openGreeted();
    const said = client.setInteractive(true);
    const { id, params } = await peer.next((message) => isCall('session.hello')(message) && message.id !== 0);
    expect(params).toEqual({ protocol: 1, interactive: true });
    peer.send({ ...(id !== undefined && { id }), result: { protocol: 1, version: '1.2.3' } });
    await said;
  });

  it('knows the version of the helper', async () => {
    expect((await openGreeted()).client.version).toBe('1.2.3');
  });

  it('rejects with the failure of the helper, and hangs up', async () => {
    const { peer, connecting } = openUngreeted();
    const data = { code: 'protocol-mismatch', data: { client: 1, helper: 2 } };
    await answer(peer, 'session.hello', { error: { code: -32_000, message: 'no', data } });
    await expect(connecting).rejects.toMatchObject(data);
    await peer.closed;
  });

  it('rejects when the helper closes the connection first', async () => {
    const { far, connecting } = openUngreeted();
    far.close();
    await expect(connecting).rejects.toMatchObject({
      name: 'ConnectionClosedError',
      message: 'the connection to the helper has ended',
    });
  });

  it('gives up when it is cancelled, before or while it waits', async () => {
    const before = openUngreeted({ signal: AbortSignal.abort() });
    await expect(before.connecting).rejects.toMatchObject({ code: 'cancelled' });
    expect(before.peer.received).toEqual([]);
    const abort = new AbortController();
    const { peer, connecting } = openUngreeted({ signal: abort.signal });
    const { id } = await peer.next(isCall('session.hello'));
    abort.abort();
    expect((await peer.next(isCall('$/cancelRequest'))).params).toEqual({ id });
    peer.send({ ...(id !== undefined && { id }), error: { code: -32_000, message: '', data: cancelled } });
    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a request with the greeting', () => {
  it('is sent before the greeting is answered', async () => {
    const [near, far] = createMemoryTransports();
    const peer = openRawPeer(far);
    const { client, request } = greetWith(all, near);
    const removing = request('container.remove', { name: 'web' });
    await peer.next(isCall('container.remove'));
    expect(peer.received.map(({ method }) => method)).toEqual(['session.hello', 'container.remove']);
    await answer(peer, 'session.hello', { result: { protocol: 1, version: '1.2.3' } });
    await answer(peer, 'container.remove', { result: {} });
    expect([(await client).version, await removing]).toEqual(['1.2.3', {}]);
  });

  it('rejects when the greeting is rejected', async () => {
    const [near, far] = createMemoryTransports();
    const peer = openRawPeer(far);
    const { client, request } = greetWith(all, near);
    const removing = request('container.remove', { name: 'web' });
    const mismatch = { code: 'protocol-mismatch', data: { client: 1, helper: 2 } };
    const rejected = Promise.allSettled([client, removing]);
    await answer(peer, 'session.hello', { error: { code: -32_000, message: '', data: mismatch } });
    expect(await rejected).toMatchObject([
      { status: 'rejected', reason: mismatch },
      { status: 'rejected', reason: { name: 'ConnectionClosedError' } },
    ]);
  });
});

const cancelled = { code: 'cancelled', data: {} };

describe('a request', () => {
  it('gives only a result that fits the contract, without what a newer helper adds (F7)', async () => {
    const { peer, client } = await openGreeted();
    const removing = client.request('container.remove', { name: 'web' });
    await answer(peer, 'container.remove', { result: { added: 1 } });
    expect(await removing).toEqual({});
    const listing = client.request('container.list', {});
    await answer(peer, 'container.list', { result: { containers: 'none' } });
    await expect(listing).rejects.toThrow('containers');
  });

  it('rejects with the text of an error that is no declared failure', async () => {
    const { peer, client } = await openGreeted();
    const removing = client.request('container.remove', { name: 'web' });
    await answer(peer, 'container.remove', { error: { code: -32_603, message: 'out of order' } });
    await expect(removing).rejects.toThrow(new Error('out of order'));
  });

  it('is cancelled by its signal, which it does not listen to once it has its answer', async () => {
    const { peer, client } = await openGreeted();
    const abort = new AbortController();
    const removing = client.request('container.remove', { name: 'web' }, { signal: abort.signal });
    await answer(peer, 'container.remove', { result: {} });
    expect(await removing).toEqual({});
    abort.abort();
    await settleAll();
    expect(peer.received.filter(isCall('$/cancelRequest'))).toEqual([]);
    await expect(client.request('container.remove', { name: 'web' }, { signal: abort.signal })).rejects.toMatchObject(
      cancelled,
    );
    expect(peer.received.filter(isCall('container.remove'))).toHaveLength(1);
  });

  it('leaves no listener on a signal that outlives it', async () => {
    const { peer, client } = await openGreeted();
    const { signal, count } = createCountedSignal();
    const removing = client.request('container.remove', { name: 'web' }, { signal });
    expect(count()).toBe(1);
    await answer(peer, 'container.remove', { result: {} });
    await removing;
    expect(count()).toBe(0);
  });

  it('rejects with the reason when the connection breaks', async () => {
    const [near, far] = createMemoryTransports();
    const peer = openRawPeer(far);
    const connecting = connect({ ...near, onClose: (listener) => near.onClose(() => listener('reset')) });
    await answer(peer, 'session.hello', { result: { protocol: 1, version: '1.2.3' } });
    const client = await connecting;
    const removing = client.request('container.remove', { name: 'web' });
    far.close();
    await expect(removing).rejects.toThrow('the connection to the helper has ended: reset');
    expect(await client.closed).toBe('reset');
  });

  it('rejects when the connection ends', async () => {
    const { far, client } = await openGreeted();
    const removing = client.request('container.remove', { name: 'web' });
    far.close();
    await expect(removing).rejects.toThrow('the connection to the helper has ended');
    expect(await client.closed).toBeUndefined();
    await expect(client.request('container.remove', { name: 'web' })).rejects.toBeInstanceOf(ConnectionClosedError);
  });
});

describe('a stream', () => {
  it('grants credit for the items that were read, until its answer is there', async () => {
    const { peer, client } = await openGreeted();
    const stream = client.stream('container.watch', {});
    const { params } = await peer.next(isCall('container.watch'));
    expect(params).toEqual({ stream: 0, credit: 32, params: {} });
    const snapshot = { type: 'snapshot', containers: [] };
    for (let count = 0; count < 17; count += 1)
      peer.send({ method: 'stream.item', params: { stream: 0, item: snapshot } });
    const reader = stream[Symbol.asyncIterator]();
    for (let count = 0; count < 9; count += 1) await reader.next();
    await peer.next(isCall('stream.credit'));
    const granted = [{ stream: 0, credit: 8 }];
    expect(peer.received.filter(isCall('stream.credit')).map((credit) => credit.params)).toEqual(granted);
    await answer(peer, 'container.watch', { result: {} });
    expect(await stream.result).toEqual({});
    for (let count = 0; count < 8; count += 1) expect(await reader.next()).toEqual({ done: false, value: snapshot });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    await settleAll();
    expect(peer.received.filter(isCall('stream.credit')).map((credit) => credit.params)).toEqual(granted);
    expect(peer.received.filter(isCall('$/cancelRequest'))).toEqual([]);
  });

  it('has a number of its own, by which its items find it', async () => {
    const { peer, client } = await openGreeted();
    const readers = [client.stream('container.watch', {}), client.stream('container.watch', {})].map((stream) =>
      stream[Symbol.asyncIterator](),
    );
    await peer.next(({ params }) => (params as { readonly stream?: number }).stream === 1);
    const numbers = peer.received.filter(isCall('container.watch')).map(({ params }) => params);
    expect(numbers).toMatchObject([{ stream: 0 }, { stream: 1 }]);
    const item = { type: 'removed', name: 'web' };
    // Items of no stream, and what is no item, are none of either.
    peer.send({ method: 'stream.item', params: { stream: 7, item: {} } });
    peer.send({ method: 'stream.item', params: { stream: 'first' } });
    peer.send({ method: 'stream.credit', params: { stream: 1, credit: 'many' } });
    peer.send({ method: 'stream.other', params: {} });
    peer.send({ method: 'stream.item', params: { stream: 1, item } });
    expect(await readers[1]?.next()).toMatchObject({ value: item });
  });

  it('is cancelled when its reader leaves, and asks for nothing more', async () => {
    const { peer, client } = await openGreeted();
    const stream = client.stream('container.watch', {});
    const { id } = await peer.next(isCall('container.watch'));
    peer.send({ method: 'stream.item', params: { stream: 0, item: { type: 'removed', name: 'web' } } });
    for await (const _ of stream) break;
    expect((await peer.next(isCall('$/cancelRequest'))).params).toEqual({ id });
    peer.send({ ...(id !== undefined && { id }), error: { code: -32_000, message: '', data: cancelled } });
    await expect(stream.result).rejects.toMatchObject(cancelled);
  });

  it('is not cancelled once the connection has ended, since there is nobody to hear it', async () => {
    const { peer, far, client } = await openGreeted();
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const abort = new AbortController();
    const stream = client.stream('container.watch', {}, { signal: abort.signal });
    await peer.next(isCall('container.watch'));
    void client.closed.then(() => abort.abort());
    far.close();
    await expect(stream.result).rejects.toBeInstanceOf(ConnectionClosedError);
    expect(logged).not.toHaveBeenCalled();
    logged.mockRestore();
  });

  it('is cancelled by the signal of its caller', async () => {
    const { peer, client } = await openGreeted();
    const abort = new AbortController();
    const stream = client.stream('container.watch', {}, { signal: abort.signal });
    const { id } = await peer.next(isCall('container.watch'));
    abort.abort();
    await peer.next(isCall('$/cancelRequest'));
    peer.send({ ...(id !== undefined && { id }), error: { code: -32_000, message: '', data: cancelled } });
    await expect(stream.result).rejects.toMatchObject(cancelled);
  });
});

describe('a channel', () => {
  it('sends no more than it has credit for', async () => {
    const { peer, client } = await openGreeted();
    const channel = client.channel('console.open', { name: 'web' });
    let sent = 0;
    const sending = Array.from({ length: 40 }, () => channel.send(resize).then(() => (sent += 1)));
    await Promise.all(sending.slice(0, 32));
    await settleAll();
    expect(sent).toBe(32);
    peer.send({ method: 'stream.credit', params: { stream: 0, credit: 3 } });
    await Promise.all(sending.slice(0, 35));
    await settleAll();
    expect(sent).toBe(35);
    expect(peer.received.filter(isCall('stream.item'))).toHaveLength(35);
    await answer(peer, 'console.open', { result: { exitCode: 0 } });
    expect(await channel.result).toEqual({ exitCode: 0 });
  });

  it('sends nothing once it has its answer', async () => {
    const { peer, client } = await openGreeted();
    const channel = client.channel('console.open', { name: 'web' });
    await answer(peer, 'console.open', { result: { exitCode: 0 } });
    await channel.result;
    await expect(channel.send(resize)).rejects.toMatchObject(cancelled);
    expect(peer.received.filter(isCall('stream.item'))).toEqual([]);
  });
});
