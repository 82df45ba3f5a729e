// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { handlersWith } from './fixtures/handlers-with.ts';
import { openRawPeer, type RawPeer } from './fixtures/raw-peer.ts';
import { createMemoryTransports } from './memory-transport.ts';
import { streamCredit } from './protocol.ts';
import type { Handlers } from './handlers.ts';
import type { Service } from './serve-calls.ts';
import { serve, type ServeOptions } from './server.ts';

function openService(
  some: Partial<Handlers<string>>,
  options: Partial<ServeOptions<string>> = {},
): { readonly peer: RawPeer; readonly service: Service; hangUp(): void } {
  const [near, far] = createMemoryTransports();
  const service = serve({
    transport: far,
    handlers: handlersWith(some),
    version: '1.2.3',
    admit: async () => 'tester',
    onFault: () => 'ref',
    ...options,
  });
  return { peer: openRawPeer(near), service, hangUp: () => near.close() };
}

async function openGreeted(...args: Parameters<typeof openService>): Promise<ReturnType<typeof openService>> {
  const opened = openService(...args);
  await opened.peer.ask('session.hello', { protocol: 1 });
  return opened;
}

/** A promise that the test settles. */
function createLatch(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function settleAll(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the greeting', () => {
  it('answers with protocol and version, and says that it came', async () => {
    const { peer, service } = openService({});
    expect(await peer.ask('session.hello', { protocol: 1 })).toMatchObject({
      result: { protocol: 1, version: '1.2.3' },
    });
    expect(await service.greeted).toBe(true);
  });

  it('comes before everything else', async () => {
    const admitted: string[] = [];
    const { peer } = openService(
      { 'container.remove': async () => ({}) },
      { admit: async (name) => (admitted.push(name), 'tester') },
    );
    expect((await peer.ask('container.remove', { name: 'web' })).error).toMatchObject({
      code: -32_600,
      message: 'cannot answer container.remove before session.hello',
    });
    expect(admitted).toEqual([]);
    await peer.ask('session.hello', { protocol: 1 });
    expect(await peer.ask('container.remove', { name: 'web' })).toMatchObject({ result: {} });
  });

  it('denies another protocol, and has not greeted then', async () => {
    const { peer, service, hangUp } = openService({});
    expect((await peer.ask('session.hello', { protocol: 2 })).error?.data).toEqual({
      code: 'protocol-mismatch',
      data: { client: 2, helper: 1 },
    });
    expect((await peer.ask('container.remove', { name: 'web' })).error?.code).toBe(-32_600);
    hangUp();
    expect(await service.greeted).toBe(false);
  });

  it.each([
    [{ protocol: 1 }, true],
    [{ protocol: 1, interactive: false }, false],
  ])('says to admission whether somebody can type a password: %j', async (greeting, isInteractive) => {
    const seen: boolean[] = [];
    const { peer } = openService(
      { 'container.remove': async () => ({}) },
      { admit: async (_name, _params, context) => (seen.push(context.isInteractive), 'tester') },
    );
    await peer.ask('session.hello', greeting);
    await peer.ask('container.remove', { name: 'web' });
    expect(seen).toEqual([isInteractive]);
  });
});

describe('a call', () => {
  it('fails when the contract has no such operation', async () => {
    const { peer } = await openGreeted({});
    for (const method of ['container.explode', 'toString', 'session.bye'])
      expect((await peer.ask(method, {})).error).toMatchObject({
        code: -32_000,
        data: { code: 'operation-unknown', data: { operation: method } },
      });
  });

  it('is the 64th at most of those in progress on its connection', async () => {
    const latch = createLatch();
    const { peer } = await openGreeted({ 'container.remove': async () => (await latch.opened, {}) });
    const answers = Array.from({ length: 65 }, () => peer.ask('container.remove', { name: 'web' }));
    expect((await answers[64])?.error?.data).toEqual({
      code: 'too-busy',
      data: { limit: '64 calls on one connection' },
    });
    latch.open();
    for (const answer of answers.slice(0, 64)) expect(await answer).toMatchObject({ result: {} });
    expect(await peer.ask('container.remove', { name: 'web' })).toMatchObject({ result: {} });
  });

  it('is wrapped by `around` once it was admitted, which gives its record to the handler', async () => {
    const seen: unknown[] = [];
    const { peer } = await openGreeted(
      { 'container.remove': async (_, { record, caller }) => (seen.push({ record, caller }), {}) },
      {
        around: async ({ name, params, caller }, run) => {
          seen.push({ name, params, caller });
          return run(7);
        },
      },
    );
    await peer.ask('container.remove', { name: 'web' });
    expect(seen).toEqual([
      { name: 'container.remove', params: { name: 'web', force: false }, caller: 'tester' },
      { record: 7, caller: 'tester' },
    ]);
  });

  it('is answered `cancelled` when its handler breaks off with an error of its own', async () => {
    const faults: unknown[] = [];
    const begun = createLatch();
    const { peer } = await openGreeted(
      {
        'container.remove': async (_, { signal }) => {
          begun.open();
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          throw new Error('the program was killed');
        },
      },
      { onFault: (error) => (faults.push(error), 'ref') },
    );
    const answer = peer.ask('container.remove', { name: 'web' });
    await begun.opened;
    peer.send({ method: '$/cancelRequest', params: { id: 2 } });
    expect((await answer).error).toMatchObject({ code: -32_000, data: { code: 'cancelled' } });
    expect(faults).toEqual([]);
  });

  it('is answered with the failure that its handler found, also when it was cancelled', async () => {
    const begun = createLatch();
    const { peer } = await openGreeted({
      'container.remove': async ({ name }, { signal }) => {
        begun.open();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return fail('container-not-found', { name });
      },
    });
    const answer = peer.ask('container.remove', { name: 'web' });
    await begun.opened;
    peer.send({ method: '$/cancelRequest', params: { id: 2 } });
    expect((await answer).error?.data).toEqual({ code: 'container-not-found', data: { name: 'web' } });
  });

  it('may be answered with any failure of the dispatcher', async () => {
    const { peer } = await openGreeted({ 'container.remove': async () => fail('too-busy', { limit: 'of the test' }) });
    expect((await peer.ask('container.remove', { name: 'web' })).error?.data).toEqual({
      code: 'too-busy',
      data: { limit: 'of the test' },
    });
  });
});

describe('the end of a connection', () => {
  it('aborts nothing that ended before', async () => {
    const seen: AbortSignal[] = [];
    const { peer, service, hangUp } = await openGreeted({
      'container.remove': async (_, { signal }) => (seen.push(signal), {}),
    });
    await peer.ask('container.remove', { name: 'web' });
    hangUp();
    await service.closed;
    expect(seen.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it.each([
    ['grants no number of items', { method: 'stream.credit', params: { stream: 0, credit: 0 } }],
    ['sends an item of no stream', { method: 'stream.item', params: { item: {} } }],
  ])('comes when the client %s', async (_, message) => {
    const { peer } = await openGreeted({});
    peer.send(message);
    await peer.closed;
  });

  it('comes when the client sends more than it has credit for', async () => {
    const { peer } = await openGreeted({
      async *'console.open'(_, { signal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        yield { data: '' };
        return { exitCode: 0 };
      },
    });
    void peer.ask('console.open', { stream: 0, credit: 1, params: { name: 'web' } });
    const item = { type: 'data', data: 'a' };
    for (let count = 0; count <= streamCredit; count += 1)
      peer.send({ method: 'stream.item', params: { stream: 0, item } });
    await peer.closed;
  });

  it('does not come because of a notification that nobody knows', async () => {
    const { peer } = await openGreeted({ 'container.remove': async () => ({}) });
    peer.send({ method: 'stream.unheard', params: {} });
    expect(await peer.ask('container.remove', { name: 'web' })).toMatchObject({ result: {} });
  });

  it('aborts what runs, and waits for it to clean up', async () => {
    const begun = createLatch();
    const cleaned = createLatch();
    let isClosed = false;
    const { peer, service, hangUp } = await openGreeted({
      'container.remove': async (_, { signal }) => {
        begun.open();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await cleaned.opened;
        return {};
      },
    });
    void service.closed.then(() => (isClosed = true));
    void peer.ask('container.remove', { name: 'web' });
    await begun.opened;
    hangUp();
    await settleAll();
    expect(isClosed).toBe(false);
    cleaned.open();
    expect(await service.closed).toBeUndefined();
  });

  it('is there when the service closes it', async () => {
    const { peer, service } = openService({});
    service.close();
    await peer.closed;
    expect(await service.greeted).toBe(false);
  });
});
