// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { execFile, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { operationNames, operations } from '../../contract/operations/index.ts';
import { openGreetedClient, openRawClient } from './fixtures/raw-client.ts';
import { serveForTest } from './fixtures/served.ts';
import { validParams } from './fixtures/valid-params.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
/** Another user than the server's, where the tests may choose one. */
const nobody = { uid: 65534, gid: 65534 };
const caller = isRoot ? nobody : { uid: process.getuid?.(), gid: process.getgid?.() };

const descriptors = (): number => readdirSync('/proc/self/fd').length;

async function settled(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await sleep(10);
}

describe('a caller without rights', () => {
  it('is denied every operation, under its own action, and reaches no handler', async () => {
    await using served = await serveForTest({ isAllowed: false });
    const client = await openGreetedClient(served.path);
    for (const name of operationNames) {
      const answer = await client.ask(name, validParams(name));
      expect([name, answer?.error?.data?.code]).toEqual([name, 'not-authorised']);
    }
    expect(served.reached).toEqual([]);
    expect(served.asked.map(({ action }) => action)).toEqual(operationNames.map((name) => operations[name].action));
    client.socket.destroy();
  });

  it.each([
    ['volumes', { volumes: [{ source: '/srv/a', target: '/a' }] }, ['create-containers', 'attach-volumes']],
    ['learning', { confinement: 'learning' }, ['create-containers', 'change-policy']],
    [
      'both',
      { confinement: 'learning', volumes: [{ source: '/srv/a', target: '/a' }] },
      ['create-containers', 'attach-volumes', 'change-policy'],
    ],
  ] as const)(
    'needs the right to each thing that a creation with %s does, and reaches no handler without one of them (window 6)',
    async (_, part, needed) => {
      const actions: readonly string[] = needed;
      for (const denied of actions) {
        await using served = await serveForTest({
          authorise: async ({ action }) => (action === denied ? fail('not-authorised', { action }) : undefined),
        });
        const client = await openGreetedClient(served.path);
        const answer = await client.ask('container.create', {
          stream: 1,
          credit: 4,
          params: { name: 'web', image: 'debian-13', ...part },
        });
        expect(answer?.error?.data).toEqual({ code: 'not-authorised', data: { action: denied } });
        expect(served.asked.map(({ action }) => action)).toEqual(actions.slice(0, actions.indexOf(denied) + 1));
        expect(served.reached).toEqual([]);
        client.socket.destroy();
      }
    },
  );

  it('is asked for no password by what is asked while somebody types', async () => {
    await using served = await serveForTest();
    const client = await openGreetedClient(served.path);
    await client.ask('volume.check', validParams('volume.check'));
    await client.ask('container.start', validParams('container.start'));
    expect(served.asked.map(({ action, isInteractive }) => [action, isInteractive])).toEqual([
      ['attach-volumes', false],
      ['start-containers', true],
    ]);
    client.socket.destroy();
  });

  it('is written to the activity log for what would have changed the host', async () => {
    await using served = await serveForTest({ isAllowed: false });
    const client = await openGreetedClient(served.path);
    for (const name of operationNames) await client.ask(name, validParams(name));
    const watch = served.activity.watch({ latest: 100 }, new AbortController().signal);
    const { value } = await watch.next();
    expect(
      value?.type === 'snapshot'
        ? value.entries.map(({ operation, outcome, subject }) => [operation, outcome, subject])
        : [],
    ).toEqual(
      operationNames
        .filter((name) => operations[name].changes)
        .map((name) => [name, 'denied', 'name' in operations[name].params.shape ? 'web' : null]),
    );
    await watch.return();
    client.socket.destroy();
  });

  it('is not asked about before the params fit the schema', async () => {
    await using served = await serveForTest();
    const client = await openGreetedClient(served.path);
    const codes = [];
    for (const params of [{ name: '../web' }, { name: 'web', uid: 0 }, { name: '-n' }, { name: 'a\u202eb' }, {}, []])
      codes.push((await client.ask('container.start', params))?.error?.data?.code);
    expect({ codes, asked: served.asked, reached: served.reached }).toEqual({
      codes: Array.from({ length: 6 }, () => 'params-invalid'),
      asked: [],
      reached: [],
    });
    client.socket.destroy();
  });
});

/** Connects as another user, from a socket whose name claims to be root, and says so in the greeting too. */
const liar = `
import json, os, socket, struct, sys
s = socket.socket(socket.AF_UNIX)
s.bind('\\0pid=1;uid=0;' + str(os.getpid()))
s.connect(sys.argv[1])
def ask(m):
    b = json.dumps(m).encode()
    s.sendall(struct.pack('>I', len(b)) + b)
    h = s.recv(4, socket.MSG_WAITALL)
    return json.loads(s.recv(struct.unpack('>I', h)[0], socket.MSG_WAITALL)) if h else None
print('error' in ask({'jsonrpc': '2.0', 'id': 1, 'method': 'session.hello', 'params': {'protocol': 1, 'uid': 0}}))
ask({'jsonrpc': '2.0', 'id': 2, 'method': 'session.hello', 'params': {'protocol': 1}})
print('error' in ask({'jsonrpc': '2.0', 'id': 3, 'method': 'container.start', 'params': {'name': 'web'}, 'uid': 0}))
`;

describe('who is calling', () => {
  it('is what the kernel says, whatever the client says', async () => {
    await using served = await serveForTest({ isAllowed: false });
    const { stdout } = await run('/usr/bin/python3', ['-c', liar, served.path], caller);
    expect(stdout).toBe('True\nTrue\n');
    expect(served.asked.map(({ identity }) => identity)).toMatchObject([
      isRoot ? { ...nobody, user: 'nobody' } : caller,
    ]);
  });

  it('is denied from within a container, even as root there', async () => {
    await using served = await serveForTest();
    const inside = run(
      'unshare',
      ['--user', '--map-root-user', '--pid', '--fork', '/usr/bin/python3', '-c', liar, served.path],
      caller,
    );
    await expect(inside).rejects.toThrow();
    await settled(() => served.logged.length > 0);
    expect(served.logged).toMatchObject([
      { event: 'connection-denied', reason: expect.stringContaining('namespace') as string },
    ]);
    expect(served.asked).toEqual([]);
  });

  it('ends with the process that connected, though a child of it holds the socket', async () => {
    await using served = await serveForTest();
    const script = `
import os, socket, sys, time
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); time.sleep(0.2)
if os.fork() == 0:
    begun = time.time()
    gone = s.recv(1) == b''
    print(gone and time.time() - begun < 1)`;
    expect((await run('/usr/bin/python3', ['-c', script, served.path])).stdout).toBe('True\n');
  });

  it('leaves no descriptor behind, connected or denied, however short', async () => {
    await using served = await serveForTest({ limits: { connectionsPerUid: 2 } });
    const before = descriptors();
    const script = `
import socket, sys
for i in range(2000):
    s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.close()`;
    await run('/usr/bin/python3', ['-c', script, served.path], caller);
    // Fewer, when sockets of an earlier test were still closing.
    await settled(() => descriptors() <= before);
    expect(descriptors()).toBeLessThanOrEqual(before);
  });
});

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
    const { stdout } = await run('/usr/bin/python3', ['-c', liar, served.path], caller);
    expect(stdout).toContain('True');
    clients[0]?.socket.destroy();
    await sleep(100);
    const again = await openGreetedClient(served.path);
    for (const client of [...clients, again]) client.socket.destroy();
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
    let slowest = 0;
    for (let count = 0; count < 20; count += 1) {
      const begun = performance.now();
      await other.ask('host.info', {});
      slowest = Math.max(slowest, performance.now() - begun);
      await sleep(50);
    }
    flood.kill('SIGKILL');
    expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(50);
    expect(slowest).toBeLessThan(200);
    other.socket.destroy();
  }, 20_000);
});

describe('faults and endings', () => {
  it('answers a failure that the operation does not declare, and names it in the log', async () => {
    await using served = await serveForTest({
      handlers: { 'host.info': async () => fail('container-not-found', { name: 'web' }) },
    });
    const client = await openGreetedClient(served.path);
    const answer = await client.ask('host.info', {});
    expect(answer?.error?.data).toEqual({ code: 'container-not-found', data: { name: 'web' } });
    expect(served.logged.splice(0)).toEqual([
      {
        event: 'undeclared-failure',
        operation: 'host.info',
        code: 'container-not-found',
        uid: process.getuid?.(),
        message: 'cannot find the container web: no such container on this host',
      },
    ]);
    client.socket.destroy();
  });

  it('answers a fault with a reference, and writes what happened to the log only', async () => {
    await using served = await serveForTest({
      handlers: {
        'host.info': async () => {
          throw new Error('secret');
        },
      },
    });
    const client = await openGreetedClient(served.path);
    const answer = await client.ask('host.info', {});
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(answer?.error?.data).toEqual({ code: 'internal', data: { reference: 'reference' } });
    expect(served.logged).toMatchObject([
      {
        event: 'fault',
        reference: 'reference',
        operation: 'host.info',
        error: expect.stringContaining('secret') as string,
      },
    ]);
    client.socket.destroy();
  });

  it('waits for handlers to clean up when it is stopped', async () => {
    let isCleanedUp = false;
    const served = await serveForTest({
      handlers: {
        'container.start': async (_params, { signal }) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          await sleep(100);
          isCleanedUp = true;
          throw new Error('aborted');
        },
      },
    });
    const client = await openGreetedClient(served.path);
    void client.ask('container.start', { name: 'web' });
    await settled(() => served.asked.length > 0);
    await served.server.close();
    expect(isCleanedUp).toBe(true);
    const watch = served.activity.watch({ latest: 1 }, new AbortController().signal);
    expect((await watch.next()).value).toMatchObject({
      entries: [{ operation: 'container.start', outcome: 'cancelled' }],
    });
    await watch.return();
  });

  it('forgets a prompt when its caller goes', async () => {
    let isAborted = false;
    await using served = await serveForTest({
      authorise: (_request, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            isAborted = true;
            reject(new Error('gone'));
          }),
        ),
    });
    const client = await openGreetedClient(served.path);
    void client.ask('container.start', { name: 'web' });
    await settled(() => served.asked.length > 0);
    client.socket.destroy();
    await settled(() => isAborted);
    expect({ isAborted, reached: served.reached }).toEqual({ isAborted: true, reached: [] });
  });
});

function framed(text: string): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([header, Buffer.from(text)]);
}
