// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { Client } from './client.ts';
import { connect } from './connect.ts';
import { handlersWith } from './fixtures/handlers-with.ts';
import { createMemoryTransports } from './memory-transport.ts';
import type { Handlers } from './handlers.ts';
import type { Service } from './serve-calls.ts';
import { serve, type ServeOptions } from './server.ts';

const admitted: string[] = [];

async function pair(
  some: Partial<Handlers<string>>,
  options: Partial<ServeOptions<string>> = {},
): Promise<{ client: Client; service: Service }> {
  const [near, far] = createMemoryTransports();
  const service = serve({
    transport: far,
    handlers: handlersWith(some),
    version: '1',
    admit: async (name) => (admitted.push(name), 'tester'),
    onFault: () => 'ref',
    ...options,
  });
  return { client: await connect(near), service };
}

describe('requests', () => {
  it('answers, with defaults filled in', async () => {
    const { client } = await pair({ 'container.remove': async ({ force }) => (expect(force).toBe(false), {}) });
    expect(await client.request('container.remove', { name: 'web' })).toEqual({});
  });

  it('names the field of params that do not fit, and asks nobody', async () => {
    admitted.length = 0;
    const { client } = await pair({});
    await expect(client.request('container.start', { name: '../x' })).rejects.toMatchObject({
      code: 'params-invalid',
      data: { issues: [{ field: 'name' }, { field: 'name' }] },
    });
    expect(admitted).toEqual([]);
  });

  it('carries a declared failure as itself', async () => {
    const { client } = await pair({ 'container.start': async ({ name }) => fail('container-not-found', { name }) });
    await expect(client.request('container.start', { name: 'web' })).rejects.toMatchObject({
      code: 'container-not-found',
      message: 'cannot find the container web: no such container on this host',
    });
  });

  it('takes a failure that the operation does not declare for a fault', async () => {
    const faults: string[] = [];
    const { client } = await pair(
      { 'container.start': async () => fail('drill-running', {}) },
      { onFault: (error) => (faults.push(String(error)), 'ref') },
    );
    await expect(client.request('container.start', { name: 'web' })).rejects.toMatchObject({ code: 'internal' });
    expect(faults).toEqual([
      'Error: container.start failed with drill-running, which it does not declare: ' +
        'cannot run the drill: one is running on this host; wait until it has ended',
    ]);
  });

  it('reports such a failure, and answers with it, where it has a handler for one', async () => {
    const reported: string[] = [];
    const { client } = await pair(
      {
        async *'drill.run'() {
          fail('denial-not-found', { group: 'x' });
        },
      },
      { onUndeclaredFailure: ({ code }, name) => void reported.push(`${name} ${code}`) },
    );
    await expect(client.stream('drill.run', {}).result).rejects.toMatchObject({ code: 'denial-not-found' });
    expect(reported).toEqual(['drill.run denial-not-found']);
  });

  it('hides a fault behind a reference', async () => {
    const { client } = await pair({
      'container.start': async () => {
        throw new Error('secret');
      },
    });
    await expect(client.request('container.start', { name: 'web' })).rejects.toMatchObject({
      code: 'internal',
      data: { reference: 'ref' },
    });
  });

  it('reaches no handler when not admitted', async () => {
    let isReached = false;
    const { client } = await pair(
      {
        'container.start': async () => {
          isReached = true;
          throw new Error();
        },
      },
      { admit: async () => fail('not-authorised', { action: 'manage-containers' }) },
    );
    await expect(client.request('container.start', { name: 'web' })).rejects.toMatchObject({ code: 'not-authorised' });
    expect(isReached).toBe(false);
  });
});

describe('streams', () => {
  it('gives items in order, then the result', async () => {
    const { client } = await pair({
      async *'sample.watch'() {
        for (let time = 0; time < 200; time += 1) yield { samples: [{ time, host: noHost, containers: [] }] };
        return {};
      },
    });
    const stream = client.stream('sample.watch', {});
    const times: number[] = [];
    for await (const { samples } of stream) times.push(...samples.map(({ time }) => time));
    expect(times).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect(await stream.result).toEqual({});
  });

  it('does not run ahead of a reader that has stopped', async () => {
    let produced = 0;
    const { client } = await pair({
      async *'sample.watch'(_, { signal }) {
        while (!signal.aborted) yield { samples: [{ time: produced++, host: noHost, containers: [] }] };
        return {};
      },
    });
    const stream = client.stream('sample.watch', {});
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(produced).toBeLessThan(40);
    await iterator.return?.();
    await expect(stream.result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is cancelled also when that is said in the same breath as it is asked for', async () => {
    const { client } = await pair({
      async *'container.watch'(_, { signal }) {
        signal.throwIfAborted();
        yield { type: 'snapshot', containers: [] };
        return {};
      },
    });
    const abort = new AbortController();
    const { result } = client.stream('container.watch', {}, { signal: abort.signal });
    abort.abort();
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('cleans up when the reader leaves', async () => {
    let cleaned: () => void = () => undefined;
    const hasCleaned = new Promise<void>((resolve) => {
      cleaned = resolve;
    });
    const { client } = await pair({
      async *'container.watch'(_, { signal }) {
        try {
          yield { type: 'snapshot', containers: [] };
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return {};
        } finally {
          cleaned();
        }
      },
    });
    for await (const _ of client.stream('container.watch', {})) break;
    await hasCleaned;
  });

  it('fails when an item does not fit its schema, though the other side ends in order', async () => {
    const { client } = await pair({
      async *'sample.watch'(_, { signal }) {
        yield { samples: [{ time: 'noon' }] } as never;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return {};
      },
    });
    const stream = client.stream('sample.watch', {});
    const taken: unknown[] = [];
    await expect(
      (async () => {
        for await (const item of stream) taken.push(item);
      })(),
    ).rejects.toThrow('cannot read an item of sample.watch');
    await expect(stream.result).rejects.toThrow('cannot read an item of sample.watch');
    expect(taken).toEqual([]);
  });

  it('cleans up when the connection goes', async () => {
    const { client, service } = await pair({
      async *'container.watch'(_, { signal }) {
        yield { type: 'snapshot', containers: [] };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return {};
      },
    });
    const stream = client.stream('container.watch', {});
    await stream[Symbol.asyncIterator]().next();
    client.close();
    await service.closed;
    await expect(stream.result).rejects.toThrow('ended');
  });
});

describe('channels', () => {
  it('carries input to the handler', async () => {
    const { client } = await pair({
      async *'console.open'(_, { input }) {
        for await (const message of input) {
          if (message.type !== 'data') continue;
          if (message.data === 'exit') break;
          yield { data: Buffer.from(message.data.toUpperCase()) };
        }
        return { exitCode: 3 };
      },
    });
    const channel = client.channel('console.open', { name: 'web' });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { data } of channel) seen.push(Buffer.from(data).toString());
    })();
    for (let count = 0; count < 100; count += 1) await channel.send({ type: 'data', data: `a${count}` });
    await channel.send({ type: 'data', data: 'exit' });
    expect(await channel.result).toEqual({ exitCode: 3 });
    await reading;
    expect(seen).toHaveLength(100);
    expect(seen[99]).toBe('A99');
  });

  it('ends a channel whose input does not fit the schema', async () => {
    const { client } = await pair({
      async *'console.open'(_, { input }) {
        for await (const message of input) yield { data: message.type };
        return { exitCode: 0 };
      },
    });
    const channel = client.channel('console.open', { name: 'web' });
    await channel.send({ type: 'resize', columns: -1, rows: 1 });
    await expect(channel.result).rejects.toMatchObject({ code: 'params-invalid' });
  });
});

const noHost = {
  cpuPercent: null,
  memoryBytes: null,
  memoryTotal: null,
  load: null,
  ioReadBytes: null,
  ioWriteBytes: null,
  netRxBytes: null,
  netTxBytes: null,
  interfaces: [],
  diskBytes: null,
  diskTotal: null,
  pressure: { cpu: null, memory: null, io: null },
};
