// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHostStream } from './open-host-stream.ts';
import { openHost } from './open-host.ts';
import { loadPeerUid } from './peer-uid.ts';
import { openSshStream } from './ssh-stream.ts';

let folder: string;
let socketPath: string;
let server: Server | undefined;
const signal = new AbortController().signal;
const remote = { kind: 'ssh', user: 'u', host: 'h', port: 2222 } as const;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-hosts-'));
  socketPath = join(folder, 'helper.sock');
});

afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

async function listen(onConnection: (socket: Socket) => void): Promise<void> {
  server = createServer(onConnection).listen(socketPath);
  await once(server, 'listening');
}

async function fakeSsh(script: string): Promise<string> {
  const program = join(folder, 'ssh');
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return program;
}

describe('the local socket', () => {
  it('is used when root serves it', async () => {
    await listen((socket) => socket.end('hello'));
    const stream = await openHostStream({ kind: 'local' }, { signal, socketPath, peerUid: () => 0 });
    expect(String(await stream.toArray())).toBe('hello');
  });

  it('gets nothing when somebody else serves it', async () => {
    const received: Buffer[] = [];
    let isEnded = false;
    await listen((socket) =>
      socket
        .on('data', (chunk) => received.push(chunk))
        .once('close', () => {
          isEnded = true;
        }),
    );
    await expect(openHost({ kind: 'local' }, { signal, socketPath, peerUid: () => 1002 })).rejects.toMatchObject({
      name: 'HostImpostorError',
      uid: 1002,
    });
    await expect.poll(() => isEnded).toBe(true);
    expect(received).toEqual([]);
  });

  it('gets nothing when nobody knows who serves it', async () => {
    await listen((socket) => socket.on('error', () => undefined));
    await expect(openHostStream({ kind: 'local' }, { signal, socketPath, peerUid: () => undefined })).rejects.toThrow(
      'does not identify',
    );
  });

  it('says what to do when it is not there, or nobody listens', async () => {
    await expect(openHostStream({ kind: 'local' }, { signal, socketPath })).rejects.toThrow(
      /^cannot reach the host local: there is no .*; install/,
    );
    const child = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    await once(child, 'exit');
    await expect(openHostStream({ kind: 'local' }, { signal, socketPath })).rejects.toThrow(/nobody listens/);
  });

  it('is asked for its true owner through the kernel', async () => {
    await listen((socket) => socket.resume());
    const asked: (number | undefined)[] = [];
    const stream = await openHostStream(
      { kind: 'local' },
      { signal, socketPath, peerUid: async (socket) => (asked.push((await loadPeerUid())(socket)), 0) },
    );
    stream.destroy();
    expect(asked).toEqual([process.getuid?.()]);
    expect((await loadPeerUid())(new Socket())).toBeUndefined();
  });
});

describe('the way over ssh', () => {
  const way = { socketPath: '/run/x.sock', isInteractive: false, signal };

  it('carries bytes both ways, with arguments that cannot be options', async () => {
    const program = await fakeSsh('echo "$@"; cat');
    const stream = await openSshStream(remote, { ...way, program });
    stream.end('ping');
    expect(String(await stream.toArray())).toMatch(/ -W \/run\/x\.sock -l u -p 2222 -- h\n,?ping$/);
  });

  it('fails with the words of ssh', async () => {
    const program = await fakeSsh('echo "ssh: connect to host h port 2222: No route to host" >&2; exit 255');
    const stream = await openSshStream(remote, { ...way, program });
    await expect(stream.toArray()).rejects.toThrow(
      'cannot reach the host ssh://u@h:2222: ssh says: ssh: connect to host h port 2222: No route to host',
    );
  });

  it('says which socket does not open', async () => {
    const program = await fakeSsh('echo "channel 0: open failed: connect failed: open failed" >&2; exit 255');
    const stream = await openSshStream(remote, { ...way, program });
    await expect(stream.toArray()).rejects.toThrow('/run/x.sock of the helper does not answer');
  });

  it('says so when there is no ssh', async () => {
    await expect(openSshStream(remote, { ...way, program: join(folder, 'none') })).rejects.toThrow(
      /ssh does not start .* openssh-client/,
    );
  });

  it('ends the child with the stream', async () => {
    const program = await fakeSsh('echo $$; exec sleep 600');
    const stream = await openSshStream(remote, { ...way, program });
    const [pid] = (await once(stream, 'data')) as [Buffer];
    stream.destroy();
    await expect.poll(() => isAlive(Number(String(pid)))).toBe(false);
  });

  it('knows when the lab does not run', async () => {
    await expect(openHostStream({ kind: 'lab', name: 'never-started', user: 'operator' }, { signal })).rejects.toThrow(
      'npm run lab -- up --name never-started',
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
