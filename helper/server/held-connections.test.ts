// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../rpc/frame.ts';
import { bytesFlag, maxRequestBytes } from '../../rpc/protocol.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import type { Caller } from './caller.ts';
import { openGreetedClient } from './fixtures/raw-client.ts';
import { serveForTest, type Served } from './fixtures/served.ts';
import { settled } from './fixtures/settled.ts';

const mebibyte = 1024 ** 2;

function headerOf(length: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(length);
  return header;
}

async function isServed({ path }: Served): Promise<boolean> {
  const client = await openGreetedClient(path);
  const code = (await client.ask('host.info', {}))?.error?.data?.code;
  client.socket.destroy();
  return code === 'cancelled';
}

/** A stream without an end; `ended` says how it ended. */
function endless(item: object): {
  readonly handlers: Partial<Handlers<Caller>>;
  readonly given: () => number;
  readonly isEnded: () => boolean;
} {
  let [given, isEnded] = [0, false];
  return {
    given: () => given,
    isEnded: () => isEnded,
    handlers: {
      async *'sample.watch'(_params, { signal }) {
        try {
          while (!signal.aborted) {
            given += 1;
            yield item as never;
          }
          return {};
        } finally {
          isEnded = true;
        }
      },
    },
  };
}

const watching = (stream: number, credit: number): object => ({
  jsonrpc: '2.0',
  id: 100 + stream,
  method: 'sample.watch',
  params: { stream, credit, params: {} },
});

describe('a frame', () => {
  it.each([
    ['of 8 MiB', 8 * mebibyte],
    ['of 8 MiB, with bytes', bytesFlag + 8 * mebibyte],
    ['that is a byte too long', maxRequestBytes + 1],
    ['that is as long as can be said', 0xffff_ffff],
  ])('%s ends its connection at its header, and only that (N17)', async (_what, length) => {
    await using served = await serveForTest();
    const hostile = await openGreetedClient(served.path);
    hostile.socket.write(headerOf(length));
    await hostile.closed;
    expect(await isServed(served)).toBe(true);
  });

  it('with bytes that no message has a place for ends its connection, and only that (N17)', async () => {
    await using served = await serveForTest();
    const hostile = await openGreetedClient(served.path);
    const json = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 5, method: 'host.info', params: {} }));
    const body = Buffer.concat([headerOf(json.length), json, Buffer.alloc(mebibyte / 2)]);
    hostile.socket.write(Buffer.concat([headerOf(bytesFlag + body.length), body]));
    await hostile.closed;
    expect(await isServed(served)).toBe(true);
  });

  it('of nearly the greatest length that each connection of a user holds unfinished keeps nobody else out (N17)', async () => {
    await using served = await serveForTest({ limits: { connectionsPerUid: 8, frameTimeoutMs: 300 } });
    const held = await Promise.all(Array.from({ length: 7 }, () => openGreetedClient(served.path)));
    for (const { socket } of held)
      socket.write(Buffer.concat([headerOf(maxRequestBytes), Buffer.alloc(maxRequestBytes - 1, 0x20)]));
    expect(await isServed(served)).toBe(true);
    await Promise.all(held.map(({ closed }) => closed));
  });
});

describe('a reader', () => {
  it('that takes a byte at a time is waited for no longer than one that takes none (N17)', async () => {
    const { handlers, given, isEnded } = endless({ samples: [], padding: 'x'.repeat(60_000) });
    await using served = await serveForTest({ limits: { stallTimeoutMs: 300 }, handlers });
    const socket = await openSlowReader(served.path);
    for (let stream = 1; stream < 60; stream += 1) socket.write(encodeFrame(watching(stream, 1024)));
    while (!isEnded()) {
      socket.read(1);
      await nextTurn();
    }
    await settled(isEnded);
    expect(served.logged).toMatchObject([{ event: 'connection-broken', reason: 'the other side does not read' }]);
    // What waits for it is limited too: not all that it asked for was made.
    expect(given()).toBeLessThan(59 * 1024);
    socket.destroy();
  });
});

describe('a stream', () => {
  it('of a client that hangs up its half ends with its connection (N17)', async () => {
    const { handlers, isEnded } = endless({ samples: [] });
    await using served = await serveForTest({ handlers });
    const socket = await openSlowReader(served.path);
    socket.write(encodeFrame(watching(1, 1)));
    await expect.poll(() => served.asked.length).toBeGreaterThan(0);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.end();
    socket.resume();
    await closed;
    await settled(isEnded);
  });

  it.each([0, -1, 1.5, 1025, 2 ** 53, '4', null])(
    'with a credit of %j ends its connection or is answered, and is not run (N17)',
    async (credit) => {
      const { handlers, given } = endless({ samples: [] });
      await using served = await serveForTest({ handlers });
      const hostile = await openGreetedClient(served.path);
      const params = { stream: 1, credit, params: {} };
      const answer = await hostile.ask('sample.watch', params);
      expect([answer?.result, given()]).toEqual([undefined, 0]);
      hostile.send({ jsonrpc: '2.0', method: 'stream.credit', params: { stream: 1, credit } });
      hostile.socket.destroy();
      expect(await isServed(served)).toBe(true);
    },
  );
});

/** It has greeted, stays open when the other side hangs up, and reads only what is asked of it. */
async function openSlowReader(path: string): Promise<Socket> {
  const socket = connect({ path, allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.pause();
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(encodeFrame({ jsonrpc: '2.0', id: 1, method: 'session.hello', params: { protocol: 1 } }));
  return socket;
}
