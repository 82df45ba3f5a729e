// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caller, isRoot, nobody, runProgram } from '../server/fixtures/other-user.ts';
import { openGreetedClient, openRawClient } from '../server/fixtures/raw-client.ts';
import { serveForTest } from '../server/fixtures/served.ts';
import { settled } from '../server/fixtures/settled.ts';

const descriptors = (): number => readdirSync('/proc/self/fd').length;

/** Connects and greets, again and again; prints how often it was answered. */
const greetAll = `
import json, socket, struct, sys
hello = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'session.hello', 'params': {'protocol': 1}}).encode()
answered = 0
for _ in range(int(sys.argv[2])):
    s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
    try:
        s.sendall(struct.pack('>I', len(hello)) + hello)
        answered += s.recv(1) != b''
    except OSError: pass
    s.close()
print(answered)`;

/** Connects until the queue is full, and tells how that ended; then connects by its own socket. */
const fillAndPass = `
import os, socket, sys
shared, own, other, user = sys.argv[1:]
def attempt(path, uid):
    s = socket.socket(socket.AF_UNIX); s.setblocking(False)
    os.setegid(uid); os.seteuid(uid)
    try: s.connect(path); kept.append(s); return 'connected'
    except OSError as error: return type(error).__name__
    finally: os.seteuid(0); os.setegid(0)
os.setgroups([])
kept = []
while attempt(shared, int(user)) == 'connected': pass
print(len(kept) > 100, attempt(shared, 0), attempt(own, 0), attempt(other, int(user)), attempt(own, int(user)))`;

describe('a flood', () => {
  it('of 10,000 connections of one user is closed unread but for those that one may make, and leaves no descriptor (N8)', async () => {
    await using served = await serveForTest({ now: () => 0, limits: { connectionBurst: 20, connectionsPerUid: 30 } });
    const before = descriptors();
    const { stdout } = await runProgram('/usr/bin/python3', ['-c', greetAll, served.path, '10000'], caller);
    expect(stdout).toBe('20\n');
    await settled(() => descriptors() <= before);
    expect(descriptors()).toBeLessThanOrEqual(before);
    expect(served.logged).toContainEqual(expect.objectContaining({ event: 'connection-rate' }));
  });

  it.skipIf(!isRoot)('of one user takes nothing of what another may make (N8)', async () => {
    await using served = await serveForTest({ now: () => 0, limits: { connectionBurst: 2 } });
    await runProgram('/usr/bin/python3', ['-c', greetAll, served.path, '100'], caller);
    const client = await openGreetedClient(served.path);
    expect((await client.ask('host.info', {}))?.error?.data?.code).toBe('cancelled');
    client.socket.destroy();
  });

  it.skipIf(!isRoot)(
    'that fills the shared queue leaves each member a queue that nobody else can fill (N8)',
    async () => {
      await using served = await serveForTest({ members: () => new Set([0, nobody.uid]) });
      const [own, other] = [0, nobody.uid].map((uid) => join(dirname(served.path), 'users', `${uid}.sock`));
      // It runs while this process, which has the listener, waits: nothing is accepted meanwhile.
      const output = execFileSync('/usr/bin/python3', [
        ...['-c', fillAndPass, served.path],
        ...[String(own), String(other), String(nobody.uid)],
      ]);
      expect(String(output)).toBe('True BlockingIOError connected connected PermissionError\n');
    },
  );
});

describe('calls of one user', () => {
  it('beyond the rate wait, on all connections together, and come one by one (N8)', async () => {
    let time = 0;
    await using served = await serveForTest({ now: () => time, limits: { callBurst: 2, callsPerSecond: 1000 } });
    const [first, second] = [await openGreetedClient(served.path), await openGreetedClient(served.path)];
    await Promise.all([first.ask('host.info', {}), second.ask('host.info', {})]);
    expect(served.asked).toHaveLength(2);
    const waiting = [first.ask('host.info', {}), second.ask('host.info', {})];
    await second.ask('session.hello', { protocol: 1 });
    expect(served.asked).toHaveLength(2);
    time += 2;
    await Promise.all(waiting);
    expect(served.asked).toHaveLength(4);
    first.socket.destroy();
    second.socket.destroy();
  });
});

describe('a socket of its own', () => {
  const uid = process.getuid?.() ?? -1;
  const ownOf = (path: string): string => join(dirname(path), 'users', `${uid}.sock`);

  it('is served as the shared one is, and made for who becomes a member later (N8)', async () => {
    let members: ReadonlySet<number> = new Set();
    await using served = await serveForTest({ members: () => members });
    expect(existsSync(ownOf(served.path))).toBe(false);
    members = new Set([uid]);
    (await openGreetedClient(served.path)).socket.destroy();
    const client = await openGreetedClient(ownOf(served.path));
    expect((await client.ask('host.info', {}))?.error?.data?.code).toBe('cancelled');
    expect(served.asked).toMatchObject([{ peer: { uid } }]);
    client.socket.destroy();
  });

  it('is closed and gone once its user has left the group (N8)', async () => {
    let members: ReadonlySet<number> = new Set([uid]);
    await using served = await serveForTest({ members: () => members });
    members = new Set();
    await (
      await openRawClient(ownOf(served.path))
    ).closed;
    expect(existsSync(ownOf(served.path))).toBe(false);
    expect(served.logged).toMatchObject([
      { event: 'connection-denied', reason: `user ${uid} is not in the group any more` },
    ]);
  });

  it('counts with the shared one for the rate', async () => {
    await using served = await serveForTest({
      members: () => new Set([uid]),
      now: () => 0,
      limits: { connectionBurst: 1 },
    });
    const first = await openGreetedClient(served.path);
    const second = connect(ownOf(served.path));
    await new Promise((resolve) => second.on('error', () => undefined).on('close', resolve));
    first.socket.destroy();
  });
});
