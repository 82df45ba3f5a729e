// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { caller, isRoot, liar, nobody, runProgram } from './fixtures/other-user.ts';
import { serveForTest } from './fixtures/served.ts';
import { settled } from './fixtures/settled.ts';

const descriptors = (): number => readdirSync('/proc/self/fd').length;

describe('who is calling', () => {
  it('is what the kernel says, whatever the client says', async () => {
    await using served = await serveForTest({ isAllowed: false });
    const { stdout } = await runProgram('/usr/bin/python3', ['-c', liar, served.path], caller);
    expect(stdout).toBe('True\nTrue\n');
    expect(served.asked.map(({ peer }) => peer)).toMatchObject([isRoot ? { ...nobody, user: 'nobody' } : caller]);
  });

  it('is denied from within a container, even as root there', async () => {
    await using served = await serveForTest();
    const inside = runProgram(
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
import json, os, socket, struct, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
hello = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'session.hello', 'params': {'protocol': 1}}).encode()
s.sendall(struct.pack('>I', len(hello)) + hello)
received = lambda count: s.recv(count, socket.MSG_WAITALL)
received(*struct.unpack('>I', received(4)))
if os.fork() == 0: print(s.recv(1) == b'')`;
    expect((await runProgram('/usr/bin/python3', ['-c', script, served.path])).stdout).toBe('True\n');
  });

  it('leaves no descriptor behind, connected or denied, however short', async () => {
    await using served = await serveForTest({ limits: { connectionsPerUid: 2 } });
    const before = descriptors();
    const script = `
import socket, sys
for i in range(2000):
    s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.close()`;
    await runProgram('/usr/bin/python3', ['-c', script, served.path], caller);
    // Fewer, when sockets of an earlier test were still closing.
    await settled(() => descriptors() <= before);
    expect(descriptors()).toBeLessThanOrEqual(before);
  });
});
