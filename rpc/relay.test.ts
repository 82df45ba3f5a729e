// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import type { Message } from 'vscode-jsonrpc';
import { fail } from '../contract/errors.ts';
import { handlersWith } from './fixtures/handlers-with.ts';
import { openRawPeer, type RawPeer } from './fixtures/raw-peer.ts';
import type { Handlers } from './handlers.ts';
import { createMemoryTransports } from './memory-transport.ts';
import { hasEndedWithConnection } from './call-signals.ts';
import { relay, type RelayedCall, type RelayOptions } from './relay.ts';
import type { Service } from './serve-calls.ts';
import { serve } from './server.ts';

interface Relayed {
  readonly peer: RawPeer;
  readonly service: Service;
  readonly admitted: RelayedCall[];
  hangUp(): void;
  /** Ends the connection of the server. */
  endServer(): void;
}

async function openRelay(
  some: Partial<Handlers<string>>,
  options: Partial<Pick<RelayOptions, 'admit'>> = {},
): Promise<Relayed> {
  const [near, client] = createMemoryTransports();
  const [toServer, server] = createMemoryTransports();
  serve({
    transport: server,
    handlers: handlersWith(some),
    version: '1.2.3',
    admit: async () => 'tester',
    onFault: () => 'ref',
  });
  const admitted: RelayedCall[] = [];
  const service = relay({
    client,
    connect: () => toServer,
    onFault: () => 'relay',
    async admit(call) {
      admitted.push(call);
      await options.admit?.(call);
    },
  });
  const peer = openRawPeer(near);
  await peer.ask('session.hello', { protocol: 1, interactive: false });
  return { peer, service, admitted, hangUp: () => near.close(), endServer: () => server.close() };
}

interface Hold {
  /** Rejects when the signal aborts. */
  until(signal: AbortSignal): Promise<never>;
  /** Resolves when something is held. */
  reached(): Promise<void>;
  isOver(): boolean;
}

/** Holds one call after another until it is aborted. */
function createHold(): Hold {
  let isHeld = false;
  let isOver = false;
  return {
    until(signal) {
      isHeld = true;
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          isOver = true;
          reject(new Error('gone'));
        }),
      );
    },
    async reached() {
      await expect.poll(() => isHeld).toBe(true);
      isHeld = false;
    },
    isOver: () => isOver,
  };
}

function both<T>(first: (value: T) => void, second: (value: T) => void): (value: T) => void {
  return (value) => {
    first(value);
    second(value);
  };
}

const opened = { stream: 7, credit: 4, params: { name: 'web' } };

describe('a call', () => {
  it('is passed on once it is admitted, with its params as the schema has them, and answered by the server', async () => {
    const { peer, admitted } = await openRelay({ 'container.remove': async () => ({}) });
    expect(await peer.ask('container.remove', { name: 'web' })).toMatchObject({ result: {} });
    expect(admitted).toMatchObject([{ name: 'container.remove', params: { name: 'web' }, isInteractive: false }]);
  });

  it('fails as the server says', async () => {
    const { peer } = await openRelay({ 'container.remove': async () => fail('container-not-found', { name: 'web' }) });
    expect((await peer.ask('container.remove', { name: 'web' })).error?.data).toEqual({
      code: 'container-not-found',
      data: { name: 'web' },
    });
  });

  it.each([
    ['whose params do not fit', 'container.remove', { name: '../web' }, 'params-invalid'],
    ['whose stream has no number', 'console.open', { params: { name: 'web' } }, 'params-invalid'],
    ['of no operation', 'container.vanish', { name: 'web' }, 'operation-unknown'],
  ])('%s is neither admitted nor passed on', async (_, method, params, code) => {
    const { peer, admitted } = await openRelay({});
    expect((await peer.ask(method, params)).error?.data).toMatchObject({ code });
    expect(admitted).toEqual([]);
  });

  it('that is denied does not reach the server', async () => {
    let isReached = false;
    const { peer } = await openRelay(
      { 'container.remove': async () => ((isReached = true), {}) },
      { admit: async () => fail('not-authorised', { action: 'remove-containers' }) },
    );
    expect((await peer.ask('container.remove', { name: 'web' })).error?.data).toMatchObject({ code: 'not-authorised' });
    expect(isReached).toBe(false);
  });

  it('is cancelled while it waits to be admitted, and while it runs', async () => {
    const hold = createHold();
    const cancelled = async ({ peer }: Relayed): Promise<unknown> => {
      peer.send({ id: 90, method: 'container.remove', params: { name: 'web' } });
      await hold.reached();
      peer.send({ method: '$/cancelRequest', params: { id: 90 } });
      return (await peer.next(({ id }) => id === 90)).error?.data;
    };
    const waiting = await openRelay({}, { admit: ({ signal }) => hold.until(signal) });
    expect(await cancelled(waiting)).toMatchObject({ code: 'cancelled' });
    const running = await openRelay({ 'container.remove': (_params, { signal }) => hold.until(signal) });
    expect(await cancelled(running)).toMatchObject({ code: 'cancelled' });
  });
});

describe('a channel', () => {
  it('gets what its client sent while it waited to be admitted, and after, in order', async () => {
    let allow: () => void = () => undefined;
    const allowed = new Promise<void>((resolve) => {
      allow = resolve;
    });
    const heard: string[] = [];
    const { peer } = await openRelay(
      {
        async *'console.open'(_, { input }) {
          for await (const message of input) {
            if (message.type !== 'data') continue;
            heard.push(message.data);
            yield { data: message.data };
            if (message.data === 'last') break;
          }
          return { exitCode: 0 };
        },
      },
      { admit: () => allowed },
    );
    const say = (data: string): void =>
      peer.send({ method: 'stream.item', params: { stream: 7, item: { type: 'data', data } } });
    const answer = peer.ask('console.open', opened);
    for (const data of ['first', 'second']) say(data);
    expect((await peer.ask('console.open', opened)).error?.data).toMatchObject({
      code: 'params-invalid',
      data: { issues: [{ field: 'stream', problem: 'is already open on this connection' }] },
    });
    allow();
    say('last');
    expect((await answer).result).toEqual({ exitCode: 0 });
    expect(heard).toEqual(['first', 'second', 'last']);
    expect(peer.received.filter(({ method }) => method === 'stream.item')).toHaveLength(3);
  });
});

describe('the end', () => {
  it('of a client is no cancellation of its calls: the server sees its connection end', async () => {
    const ended = new Promise<boolean>((resolve) => {
      void openRelay({
        async *'console.open'(_, { signal }) {
          yield { data: '' };
          await new Promise<void>((resolveAbort) => signal.addEventListener('abort', () => resolveAbort()));
          resolve(hasEndedWithConnection(signal));
          return { exitCode: 0 };
        },
      }).then(async ({ peer, hangUp }) => {
        void peer.ask('console.open', opened).catch(() => undefined);
        await peer.next(({ method }) => method === 'stream.item');
        hangUp();
      });
    });
    expect(await ended).toBe(true);
  });

  it('of a client that had greeted, before its greeting was read, connects nobody and is no fault', async () => {
    let take: (message: Message) => void = () => undefined;
    let end: (reason: undefined) => void = () => undefined;
    const sent: Message[] = [];
    const faults: unknown[] = [];
    let connected = 0;
    let hasEnded = false;
    const service = relay({
      client: {
        send: async (message) => void sent.push(message),
        onMessage: (listener) => void (take = listener),
        // Who asks after the end is answered at once.
        onClose: (listener) => (hasEnded ? listener(undefined) : void (end = both(end, listener))),
        close: () => undefined,
      },
      connect() {
        connected += 1;
        return createMemoryTransports()[0];
      },
      admit: async () => undefined,
      onFault: (error) => (faults.push(error), 'ref'),
    });
    take({ jsonrpc: '2.0', id: 1, method: 'session.hello', params: { protocol: 1, interactive: false } } as Message);
    hasEnded = true;
    end(undefined);
    expect(await service.greeted).toBe(false);
    await expect.poll(() => sent).toMatchObject([{ id: 1, error: { data: { code: 'cancelled' } } }]);
    await service.closed;
    expect([connected, faults]).toEqual([0, []]);
  });

  it('of the client ends what runs for it', async () => {
    const hold = createHold();
    const { peer, service, hangUp } = await openRelay({
      'container.remove': (_params, { signal }) => hold.until(signal),
    });
    peer.send({ id: 90, method: 'container.remove', params: { name: 'web' } });
    await hold.reached();
    hangUp();
    await service.closed;
    await expect.poll(() => hold.isOver()).toBe(true);
  });

  it('of the server ends the connection of the client, and every call of it', async () => {
    const { peer, service, endServer } = await openRelay({ 'container.remove': () => new Promise(() => undefined) });
    peer.send({ id: 90, method: 'container.remove', params: { name: 'web' } });
    await new Promise((resolve) => setImmediate(resolve));
    endServer();
    await Promise.all([peer.closed, service.closed]);
  });
});
