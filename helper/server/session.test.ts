// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { expect, it } from 'vitest';
import { protocolVersion } from '../../rpc/protocol.ts';
import { paramPlaces } from './fixtures/param-places.ts';
import { openGreetedClient, openRawClient, type RawClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';

const outputOf = (client: RawClient): readonly unknown[] =>
  client.received.filter((message) => (message as { readonly method?: string }).method === 'stream.item');

it('gives input to the console of its own connection only, whatever the number of the stream (B9)', async () => {
  const heard: string[] = [];
  await using served = await serveForTest({
    handlers: {
      async *'console.open'(_, { input }) {
        for await (const message of input) {
          if (message.type !== 'data') continue;
          heard.push(message.data);
          yield { data: message.data };
          if (message.data === 'last of the owner') break;
        }
        return { exitCode: 0 };
      },
    },
  });
  const owner = await openGreetedClient(served.path);
  const thief = await openGreetedClient(served.path);
  const opened = owner.ask('console.open', { stream: 7, credit: 8, params: { name: 'web' } });
  owner.send({ jsonrpc: '2.0', method: 'stream.item', params: { stream: 7, item: { type: 'data', data: 'first' } } });
  for (let stream = 0; stream < 64; stream += 1) {
    thief.send({ jsonrpc: '2.0', method: 'stream.item', params: { stream, item: { type: 'data', data: 'stolen' } } });
    thief.send({ jsonrpc: '2.0', method: 'stream.credit', params: { stream, credit: 8 } });
  }
  // Answered after all that the thief sent before it was taken.
  await thief.ask('container.list', {});
  owner.send({
    jsonrpc: '2.0',
    method: 'stream.item',
    params: { stream: 7, item: { type: 'data', data: 'last of the owner' } },
  });
  expect((await opened)?.result).toEqual({ exitCode: 0 });
  expect(heard).toEqual(['first', 'last of the owner']);
  expect(outputOf(thief)).toEqual([]);
  for (const client of [owner, thief]) client.socket.destroy();
});

it('has no place for a process, a cgroup or a namespace of the host: containers are named, and the helper finds the rest (B10)', () => {
  const places = paramPlaces().map(({ operation, field }) => `${operation} ${field}`);
  expect(places.length).toBeGreaterThan(50);
  expect(places.filter((place) => /pid\b|cgroup|namespace|init/i.test(place))).toEqual([]);
});

it.each(['listener.introduce', 'listener.denied', 'listener.ask', 'listener.pass', 'listener.drop'])(
  'passes on nothing by which a client would speak as the listener: %s (A1)',
  async (method) => {
    await using served = await serveForTest({ isAllowed: false });
    const client = await openGreetedClient(served.path);
    const params = { uid: 0, gid: 0, pid: 1, user: 'root', name: 'container.remove', params: {}, outcome: 'denied' };
    client.send({ jsonrpc: '2.0', method, params });
    expect((await client.ask(method, params))?.error?.data?.code).toBe('operation-unknown');
    await client.ask('container.remove', { name: 'web' });
    const { value } = await served.activity.watch({ latest: 10 }, new AbortController().signal).next();
    const entries = value?.type === 'snapshot' ? value.entries : [];
    expect(entries.map(({ operation, uid }) => [operation, uid])).toEqual([['container.remove', process.getuid?.()]]);
    client.socket.destroy();
  },
);

it.each([protocolVersion - 1, protocolVersion + 1])(
  'says both versions to a client of protocol %i, and serves it nothing (F7)',
  async (protocol) => {
    await using served = await serveForTest();
    const client = await openRawClient(served.path);
    const answer = await client.ask('session.hello', { protocol });
    expect(answer?.error?.data).toEqual({
      code: 'protocol-mismatch',
      data: { client: protocol, helper: protocolVersion },
    });
    expect((await client.ask('container.list', {}))?.error?.message).toContain('before session.hello');
    expect(served.reached).toEqual([]);
    client.socket.destroy();
  },
);
