// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { caller, isRoot, liar, runProgram } from './fixtures/other-user.ts';
import { openGreetedClient, openRawClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';
import { settled } from './fixtures/settled.ts';

describe('limits', () => {
  it('closes a connection that does not greet', async () => {
    await using served = await serveForTest({ limits: { helloTimeoutMs: 100 } });
    await (
      await openRawClient(served.path)
    ).closed;
  });

  it('answers nothing before the greeting', async () => {
    await using served = await serveForTest();
    const client = await openRawClient(served.path);
    expect((await client.ask('host.info', {}))?.error?.message).toBe('cannot answer host.info before session.hello');
    client.socket.destroy();
  });

  it.skipIf(!isRoot)('gives each user a few connections, and others theirs', async () => {
    await using served = await serveForTest({ limits: { connectionsPerUid: 3 } });
    const clients = await Promise.all([1, 2, 3].map(() => openGreetedClient(served.path)));
    await (
      await openRawClient(served.path)
    ).closed;
    const { stdout } = await runProgram('/usr/bin/python3', ['-c', liar, served.path], caller);
    expect(stdout).toContain('True');
    clients[0]?.socket.destroy();
    // The server learns that it is gone a moment later.
    await expect.poll(() => isServed(served.path)).toBe(true);
    for (const client of clients) client.socket.destroy();
  });

  it('closes a connection whose frame takes too long, and only that', async () => {
    await using served = await serveForTest({ limits: { frameTimeoutMs: 200 } });
    const other = await openGreetedClient(served.path);
    const slow = await openGreetedClient(served.path);
    const drip = setInterval(() => slow.socket.write(Uint8Array.of(0)), 40);
    slow.socket.write(Uint8Array.of(0, 0, 1));
    await slow.closed;
    clearInterval(drip);
    expect((await other.ask('host.info', {}))?.error?.data?.code).toBe('cancelled');
    other.socket.destroy();
  });

  it.each([
    ['too long', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['not JSON', Buffer.from([0, 0, 0, 2, 0x7b, 0x7b])],
    ['not UTF-8', Buffer.from([0, 0, 0, 3, 0x22, 0xff, 0x22])],
    ['too deep', framed('['.repeat(1000) + ']'.repeat(1000))],
    ['no object', framed('7')],
  ])('closes a connection with a frame that is %s, and only that', async (_, bytes) => {
    await using served = await serveForTest();
    const other = await openGreetedClient(served.path);
    const hostile = await openGreetedClient(served.path);
    hostile.socket.write(bytes);
    await hostile.closed;
    expect((await other.ask('host.info', {}))?.error?.data?.code).toBe('cancelled');
    other.socket.destroy();
  });

  it('closes the connection of a client that asks for more and does not read', async () => {
    const item = { samples: [], padding: 'x'.repeat(60_000) } as never;
    let isCleanedUp = false;
    await using served = await serveForTest({
      limits: { stallTimeoutMs: 300 },
      handlers: {
        async *'sample.watch'() {
          try {
            for (;;) yield item;
          } finally {
            isCleanedUp = true;
          }
        },
      },
    });
    const client = await openGreetedClient(served.path);
    client.socket.pause();
    for (let stream = 1; stream < 60; stream += 1)
      client.send({
        jsonrpc: '2.0',
        id: 100 + stream,
        method: 'sample.watch',
        params: { stream, credit: 1024, params: {} },
      });
    await settled(() => isCleanedUp);
    expect(served.logged).toMatchObject([{ event: 'connection-broken', reason: 'the other side does not read' }]);
    client.socket.destroy();
  });

  it('does not let a flood of messages into memory', async () => {
    await using served = await serveForTest();
    const script = `
import json, socket, struct, sys, threading
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
def frame(m):
    b = json.dumps(m).encode(); return struct.pack('>I', len(b)) + b
s.sendall(frame({'jsonrpc': '2.0', 'id': 1, 'method': 'session.hello', 'params': {'protocol': 1}}))
threading.Thread(target=lambda: [None for _ in iter(lambda: s.recv(65536), b'')], daemon=True).start()
flood = frame({'jsonrpc': '2.0', 'method': 'stream.credit', 'params': {'stream': 1, 'credit': 1}}) * 1000
s.settimeout(2)
try:
    while True: s.sendall(flood)
except Exception: pass`;
    const flood = spawn('/usr/bin/python3', ['-c', script, served.path], { ...caller, stdio: 'ignore' });
    const before = process.memoryUsage.rss();
    const other = await openGreetedClient(served.path);
    for (let count = 0; count < 20; count += 1) {
      expect(await other.ask('host.info', {})).toBeDefined();
      await sleep(50);
    }
    flood.kill('SIGKILL');
    expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(50);
    other.socket.destroy();
  });
});

async function isServed(path: string): Promise<boolean> {
  const client = await openRawClient(path);
  const answer = await client.ask('session.hello', { protocol: 1 });
  client.socket.destroy();
  return answer !== undefined;
}

function framed(text: string): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([header, Buffer.from(text)]);
}
