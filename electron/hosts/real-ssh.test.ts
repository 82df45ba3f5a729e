// SPDX-License-Identifier: Apache-2.0
/**
 * The real ssh against a real sshd on the loopback, where one is installed (or named by BULKHEAD_TEST_SSHD): what it
 * asks reaches the window, and a test of the host sees each step. The helper is a fake one behind a socket.
 */

import 'vscode-jsonrpc/node';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostTestStep } from '../../contract/bridge.ts';
import { testHost } from '../../hosts/host-test/test-host.ts';
import { openSshStream } from '../../hosts/ssh-stream.ts';
import { type Askpass, createAskpass } from './askpass.ts';

const run = promisify(execFile);
const sshd = process.env['BULKHEAD_TEST_SSHD'] ?? '/usr/sbin/sshd';
const session = resolve(sshd, '../../lib/openssh/sshd-session');
const isRoot = process.getuid?.() === 0;
/** An sshd without rights lets in only its own user; root's tests run it as nobody. */
const user = isRoot ? 'nobody' : userInfo().username;
const nobody = 65_534;
const passphrase = 'a passphrase with "quotes"';
const host = { kind: 'ssh', user, host: 'vault', port: undefined } as const;

describe.skipIf(!existsSync(sshd))('the real ssh', () => {
  let folder: string;
  let server: ChildProcess;
  let askpass: Askpass;
  let program: string;
  const at = (name: string): string => join(folder, name);
  const signal = AbortSignal.timeout(60_000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bulkhead-sshd-'));
    await chmod(folder, 0o755);
    for (const [name, secret] of [
      ['host_key', ''],
      ['other_key', ''],
      ['id', passphrase],
    ] as const)
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', secret, '-f', at(name)]);
    if (isRoot) await chown(at('host_key'), nobody, nobody);
    const port = await freePort();
    const paths = existsSync(session) && !sshd.startsWith('/usr/sbin');
    await writeFile(
      at('sshd_config'),
      [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${at('host_key')}`,
        `AuthorizedKeysFile ${at('id.pub')}`,
        'StrictModes no',
        'UsePAM no',
        'PidFile none',
        ...(paths ? [`SshdSessionPath ${session}`, `SshdAuthPath ${resolve(session, '../sshd-auth')}`] : []),
      ].join('\n'),
    );
    const asNobody = isRoot ? ['--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    server = spawn('setpriv', [...asNobody, sshd, '-D', '-e', '-f', at('sshd_config')], { stdio: 'ignore' });
    await untilListening(port);
    await writeFile(
      at('ssh_config'),
      [
        'Host vault',
        'HostName 127.0.0.1',
        `Port ${port}`,
        `UserKnownHostsFile ${at('known_hosts')}`,
        'GlobalKnownHostsFile none',
        `IdentityFile ${at('id')}`,
        'IdentitiesOnly yes',
        'IdentityAgent none',
      ].join('\n'),
    );
    program = at('ssh');
    await writeFile(program, `#!/bin/sh\nexec ssh -F ${at('ssh_config')} "$@"\n`, { mode: 0o755 });
  });

  afterAll(async () => {
    server.kill();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    await writeFile(at('known_hosts'), '');
    askpass = createAskpass({ scriptPath: at('askpass'), onChange: () => undefined });
  });

  /** Answers what is asked, in this order, and gives the kinds of the questions. */
  async function answering(answers: readonly (string | undefined)[]): Promise<readonly string[]> {
    const kinds: string[] = [];
    for (const answer of answers) {
      await expect.poll(() => askpass.questions().length).toBe(1);
      const [question] = askpass.questions();
      kinds.push(question?.kind ?? '');
      askpass.answer(question?.id ?? '', answer);
    }
    return kinds;
  }

  async function testIt(answers: readonly (string | undefined)[]) {
    const asked = await askpass.open({ id: 'ssh://vault', label: 'vault' });
    let steps: readonly HostTestStep[] = [];
    const options = {
      signal,
      environment: asked.environment,
      program,
      onSteps: (next: typeof steps) => (steps = next),
    };
    const [kinds] = await Promise.all([answering(answers), testHost(host, options)]);
    await asked.close();
    return { kinds, states: steps.map(({ id, progress, check }) => `${id} ${check?.state ?? progress}`), steps };
  }

  it('asks about an unknown key and for the passphrase, and the test goes on to the helper', async () => {
    // Behind the login there is no helper: the account of root's tests runs no command either.
    const { kinds, states } = await testIt(['yes', passphrase, ...(isRoot ? [passphrase] : [passphrase])]);
    expect(kinds.slice(0, 2)).toEqual(['host-key', 'passphrase']);
    expect(states.slice(0, 5)).toEqual(['address ok', 'network ok', 'key ok', 'login ok', 'helper fail']);
    expect(await readFile(at('known_hosts'), 'utf8')).toContain('ssh-ed25519');
  });

  it('ends at a key that the person does not confirm, and remembers nothing', async () => {
    const { states } = await testIt(['no']);
    expect(states.slice(1, 4)).toEqual(['network ok', 'key fail', 'login left-out']);
    expect(await readFile(at('known_hosts'), 'utf8')).toBe('');
  });

  it('asks nothing about a key that has changed, and never goes on', async () => {
    await knowKey('other_key');
    const { states, steps } = await testIt([]);
    expect(states.slice(1, 4)).toEqual(['network ok', 'key fail', 'login left-out']);
    expect(steps[2]?.check?.message).toContain('it shows another key than before'.slice(3));
  });

  it('ends at the login when no passphrase is given', async () => {
    await knowKey('host_key');
    const { states } = await testIt([undefined]);
    expect(states.slice(1, 5)).toEqual(['network ok', 'key ok', 'login fail', 'helper left-out']);
  });

  it.each([
    ['unknown-key', undefined],
    ['changed-key', 'other_key'],
    ['login', 'host_key'],
  ])('asks nothing unless it may: %s', async (obstacle, key) => {
    if (key !== undefined) await knowKey(key);
    const stream = await openSshStream(host, { socketPath: '/run/none.sock', isInteractive: false, signal, program });
    await expect(stream.toArray()).rejects.toMatchObject({ name: 'HostUnreachableError', obstacle });
  });

  async function knowKey(name: string): Promise<void> {
    const [type, key] = (await readFile(at(`${name}.pub`), 'utf8')).split(' ');
    const port = /^Port (\d+)$/m.exec(await readFile(at('ssh_config'), 'utf8'))?.[1] ?? '';
    await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${type ?? ''} ${key ?? ''}\n`);
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function untilListening(port: number): Promise<void> {
  await expect
    .poll(
      () =>
        new Promise<boolean>((done) => {
          const socket = connect({ port, host: '127.0.0.1' });
          socket.once('connect', () => {
            socket.destroy();
            done(true);
          });
          socket.once('error', () => done(false));
        }),
    )
    .toBe(true);
}
