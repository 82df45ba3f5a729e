// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { runCommand } from './fixtures/run-command.ts';
import { fakeHostInfo } from '../testing/models/host.ts';
import { closeGivenHost, given, givenCalls } from '../testing/given-host.ts';

describe('exit codes', () => {
  it('is 0 and prints help when asked', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['create', '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('bulkheadctl create web --image debian-13 --start');
  });

  it('is 0 and prints the version when asked, without a host', async () => {
    expect(await runCommand(['--version'], { version: '1.2.3' })).toEqual({
      exitCode: 0,
      stdout: 'bulkheadctl 1.2.3\n',
      stderr: '',
    });
  });

  it('is 1 when it failed', async () => {
    const socketPath = await given({ 'container.start': async ({ name }) => fail('container-not-found', { name }) });
    expect(await runCommand(['start', 'web'], { socketPath })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'bulkheadctl: cannot find the container web: no such container on this host\n',
    });
  });

  it.each([
    [[]],
    [['unknown']],
    [['ls', '--unknown']],
    [['--host', 'nowhere', 'ls']],
    [['start', '../web']],
    [['start']],
    [['create', 'web']],
    [['create', 'web', '--image', 'i', '--memory', '5']],
    [['create', 'web', '--image', 'i', '--network', 'bridge:../x']],
    [['create', 'web', '--image', 'i', '--confinement', 'none']],
    [['set', 'web', 'disk=5']],
    [['set', 'web', 'memory=lots']],
    [['denials', '--since', 'whenever']],
    [['denials', '--input', '-', '--follow']],
    [['stats', '--count', '0']],
    [['snapshot', 'web']],
  ])('is 2 for %j, with one line and nothing asked of a host', async (words) => {
    const { exitCode, stdout, stderr } = await runCommand(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^bulkheadctl: cannot [^\n]+\n$/);
  });

  it.each(['not-authorised', 'authorisation-dismissed'] as const)('is 3 when %s', async (code) => {
    const socketPath = await given({}, { admit: () => fail(code, { action: 'view-host' }) });
    const { exitCode, stderr } = await runCommand(['ls', '--json'], { socketPath });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code, data: { action: 'view-host' } } });
  });

  it('is 4 when there is no helper', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['--json', 'info']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'host-unreachable', data: { host: 'local' } } });
  });

  it('is 4 when the helper is not root (A6)', async () => {
    const socketPath = await given({ 'host.info': async () => fakeHostInfo });
    const { exitCode, stderr } = await runCommand(['info'], { socketPath, peerUid: 1002 });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr:
        `bulkheadctl: cannot trust the host local: ${socketPath} is served by the user with uid ` +
        `1002 instead of the helper; nothing was sent to it\n`,
    });
    expect(givenCalls()).toEqual([]);
  });

  it('is 4 when the helper hangs up at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-cli-'));
    const socketPath = join(folder, 'helper.sock');
    const server = createServer((socket) => void socket.destroy()).listen(socketPath);
    await once(server, 'listening');
    const { exitCode, stderr } = await runCommand(['info'], { socketPath });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 4,
      stderr: expect.stringMatching(/^bulkheadctl: cannot reach the host local: /) as string,
    });
    server.close();
    await rm(folder, { recursive: true });
  });

  it('is 4 when the connection goes in the middle', async () => {
    const socketPath = await given({
      'host.info': async () => (setImmediate(() => void closeGivenHost()), new Promise(() => undefined)),
    });
    const { exitCode, stderr } = await runCommand(['info', '--json'], { socketPath });
    expect(exitCode).toBe(4);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'connection-lost' } });
  });

  it('shows a fault of the helper by its reference', async () => {
    const socketPath = await given({
      'host.info': async () => {
        throw new Error('secret');
      },
    });
    expect(await runCommand(['info'], { socketPath })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/reference-1\n$/) as string,
    });
  });
});
