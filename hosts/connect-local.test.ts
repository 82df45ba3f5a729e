// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectLocal } from './connect-local.ts';

let folder: string;
let socketPath: string;
const servers: Server[] = [];
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-local-'));
  socketPath = join(folder, 'helper.sock');
  await mkdir(join(folder, 'users'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true });
});

/** A server that says its name. */
async function serve(path: string, name: string): Promise<void> {
  const server = createServer((socket) => socket.end(name)).listen(path);
  servers.push(server);
  await once(server, 'listening');
}

async function nameOf(socket: Socket): Promise<string> {
  return String(await socket.toArray());
}

it("connects to the user's own socket, and to the shared one where there is no own (N8)", async () => {
  await serve(socketPath, 'shared');
  expect(await nameOf(await connectLocal(socketPath, { signal }))).toBe('shared');
  await serve(join(folder, 'users', `${process.geteuid?.()}.sock`), 'own');
  expect(await nameOf(await connectLocal(socketPath, { signal }))).toBe('own');
});

/** Listens with room for one, and accepts one for each line that it reads. */
const slowServer = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(0); os.write(1, b'ready')
for _ in sys.stdin: s.accept(); os.write(1, b'accepted')`;

it('tries again when the queue is full (N8)', async () => {
  const server = spawn('/usr/bin/python3', ['-c', slowServer, socketPath]);
  try {
    await once(server.stdout, 'data');
    const waiting = connect(socketPath);
    await once(waiting, 'connect');
    const pauses: number[] = [];
    const socket = await connectLocal(socketPath, {
      signal,
      async pause(ms) {
        pauses.push(ms);
        if (pauses.length < 3) return;
        server.stdin.write('\n');
        await once(server.stdout, 'data');
      },
    });
    expect(pauses).toHaveLength(3);
    expect(pauses.every((ms, index) => ms <= 10 * 2 ** index && ms >= 5 * 2 ** index)).toBe(true);
    socket.destroy();
    waiting.destroy();
  } finally {
    server.kill();
  }
});

it('gives up in the end, and says why', async () => {
  const server = spawn('/usr/bin/python3', ['-c', slowServer, socketPath]);
  try {
    await once(server.stdout, 'data');
    const waiting = connect(socketPath);
    await once(waiting, 'connect');
    await expect(connectLocal(socketPath, { signal, pause: async () => undefined })).rejects.toMatchObject({
      code: 'EAGAIN',
    });
    waiting.destroy();
  } finally {
    server.kill();
  }
});
