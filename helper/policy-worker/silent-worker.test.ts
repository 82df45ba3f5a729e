// SPDX-License-Identifier: Apache-2.0
import { chmodSync, linkSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicyWorker } from '../selinux/policy/worker/policy-worker.ts';
import { silenceOf } from '../selinux/policy/worker/silence.ts';

const { signal } = new AbortController();

let folder: string;
let path: string;
let server: Server | undefined;
let connections: Socket[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'silent-worker-'));
  path = join(folder, 'policy.sock');
  connections = [];
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

async function close(): Promise<void> {
  const closed = server;
  server = undefined;
  for (const socket of connections) socket.destroy();
  if (closed !== undefined) await new Promise((resolve) => closed.close(resolve));
}

/** Listens in the place of systemd, and does this with each connection. */
async function serve(act: (socket: Socket) => void): Promise<void> {
  server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
    act(socket);
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
}

/** What a request fails with. */
async function failureOf(): Promise<unknown> {
  return createPolicyWorker(path)
    .semodule.list(signal)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

describe('a policy worker that does not answer is named, with what to do', () => {
  it('when its socket is not there', async () => {
    expect(await failureOf()).toMatchObject({
      code: 'policy-worker-unavailable',
      message:
        'cannot reach the policy worker: its socket is not there; see journalctl -u bulkhead-policy, or run ' +
        'bulkheadctl doctor',
    });
  });

  it('when the socket is a left-over, on which nobody listens', async () => {
    const left = createServer();
    await new Promise<void>((resolve) => left.listen(path, resolve));
    // Its end would remove the file; another name keeps it, as the end of a killed process does.
    linkSync(path, `${path}.left`);
    await new Promise((resolve) => left.close(resolve));
    path = `${path}.left`;
    expect(await failureOf()).toMatchObject({
      code: 'policy-worker-unavailable',
      data: { reason: { message: 'nobody listens on its socket' } },
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['closes the connection at once', (socket) => socket.destroy()],
    ['ends after a part of an answer', (socket) => socket.end('{"result":')],
    ['ends when it has read the request', (socket) => socket.once('data', () => socket.end())],
  ])('when who has the socket %s, as systemd does with a service that cannot start', async (_, act) => {
    await serve(act);
    expect(await failureOf()).toMatchObject({
      code: 'policy-worker-unavailable',
      data: { reason: { message: 'it could not start, or ended before it answered' } },
    });
  });

  it.skipIf(process.getuid?.() === 0)('when the helper may not connect', async () => {
    await serve(() => undefined);
    chmodSync(path, 0);
    expect(await failureOf()).toMatchObject({
      code: 'policy-worker-unavailable',
      data: { reason: { message: 'the helper may not connect to its socket' } },
    });
  });

  it('for each error that a connection to a socket of the host may end with', () => {
    const codes = ['ENOENT', 'ECONNREFUSED', 'EACCES', 'EPERM', 'EAGAIN', 'ECONNRESET', 'EPIPE'];
    const silent = codes.filter((code) => silenceOf(Object.assign(new Error(code), { code })) !== undefined);
    expect(silent).toEqual(codes);
  });
});

it('a fault that the worker answers with stays a fault', async () => {
  await serve((socket) => void socket.once('data', () => socket.end('{"fault":"semanage ended with 1"}\n')));
  const failure = await failureOf();
  expect(failure).toMatchObject({ message: 'semanage ended with 1' });
  expect(failure).not.toHaveProperty('code');
});
