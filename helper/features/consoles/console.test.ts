// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { Input } from '../../../contract/operations/index.ts';
import { attachCommand } from './attach-command.ts';
import { bootConsoleCommand } from './boot-console-command.ts';
import { type ConsoleOptions, createConsoles } from './console.ts';
import type { BootConsoleRequest, ConsoleRequest } from './ports.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c1,c2';
/** No process has this number: the test considers no process of this machine a part of the container. */
const target = { name: 'web', initPid: 2 ** 30, context };

function consoles(some: Partial<ConsoleOptions> = {}): ReturnType<typeof createConsoles> {
  return createConsoles({
    log: () => undefined,
    commandFor: (_name, { command = [] }) => ({
      file: '/bin/sh',
      arguments: ['-c', command.join(' ')],
      environment: { PATH: '/usr/bin:/bin', TERM: 'xterm' },
    }),
    find: (pid) => ({ state: 'running', pid, context }),
    ...some,
  });
}

async function* noInput(): AsyncGenerator<Input<'console.open'>> {
  await sleep(0);
}

function request(script: string, some: Partial<ConsoleRequest> = {}): ConsoleRequest {
  return { target, command: [script], columns: 80, rows: 24, uid: 1001, input: noInput(), ...some };
}

interface Seen {
  output: string;
  result: unknown;
}

async function run(opened: ReturnType<ReturnType<typeof createConsoles>['open']>): Promise<Seen> {
  const seen: Seen = { output: '', result: undefined };
  try {
    for (;;) {
      const next = await opened.next();
      if (next.done === true) return { ...seen, result: next.value };
      // It depends on the moment whether newlines are made ready, without lxc-attach's terminal in between.
      seen.output += Buffer.from(next.value.data).toString().replaceAll('\r', '');
    }
  } catch (error) {
    return { ...seen, result: isFailure(error) ? error.code : String(error) };
  }
}

/** Replaces a command in the container, which has a session and a terminal of its own, and ignores hangups by now. */
async function unheedingProcess(): Promise<{ readonly pid: number; readonly ended: Promise<unknown> }> {
  const child = spawn('/bin/sh', ['-c', 'trap "" HUP; echo ready; exec sleep 60'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (child.pid === undefined) throw new Error('cannot start a process');
  await once(child.stdout, 'data');
  return { pid: child.pid, ended: once(child, 'exit') };
}

const never = new AbortController().signal;
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a console', () => {
  it('gives the output and the exit code, 128 and the number for a signal', async () => {
    expect(await run(consoles().open(request('echo hello; exit 7'), never))).toEqual({
      output: 'hello\n',
      result: { exitCode: 7 },
    });
    expect(await run(consoles().open(request('kill -KILL $$'), never))).toMatchObject({ result: { exitCode: 137 } });
  });

  it('keeps characters whole that lie across two reads', async () => {
    const seen = await run(
      consoles().open(request('i=0; while [ $i -lt 3000 ]; do printf "é€😀"; i=$((i+1)); done'), never),
    );
    expect(seen.output).toBe('é€😀'.repeat(3000));
  });

  it('passes input and the size on', async () => {
    async function* input(): AsyncGenerator<Input<'console.open'>> {
      yield { type: 'resize', columns: 100, rows: 30 };
      yield { type: 'data', data: 'hello\n' };
    }
    expect(
      (await run(consoles().open(request('read line; echo "<$line>"; stty size', { input: input() }), never))).output,
    ).toContain('<hello>\n30 100');
  });

  it('shows nothing of a command that runs in another context, and kills it', async () => {
    let pid = 0;
    const find: ConsoleOptions['find'] = (attached) => {
      pid = attached;
      return { state: 'running', pid: attached, context: 'system_u:system_r:unconfined_t:s0' };
    };
    expect(await run(consoles({ find }).open(request('echo secret; sleep 60'), never))).toEqual({
      output: '',
      result: 'context-mismatch',
    });
    expect(isAlive(pid)).toBe(false);
  });

  it('kills what lxc-attach brought in in another context, though a hangup does not reach it', async () => {
    const { pid, ended } = await unheedingProcess();
    const find: ConsoleOptions['find'] = () => ({
      state: 'running',
      pid,
      context: 'system_u:system_r:unconfined_t:s0',
    });
    expect(await run(consoles({ find }).open(request('sleep 60'), never))).toEqual({
      output: '',
      result: 'context-mismatch',
    });
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('kills what lxc-attach brought in when the client goes before it was verified', async () => {
    const { pid, ended } = await unheedingProcess();
    const abort = new AbortController();
    const find: ConsoleOptions['find'] = () => (abort.abort(), { state: 'before-exec', pid });
    expect(await run(consoles({ find }).open(request('sleep 60'), abort.signal))).toEqual({
      output: '',
      result: 'cancelled',
    });
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('is reported as impossible without lxc-attach', async () => {
    const commandFor: ConsoleOptions['commandFor'] = () => ({
      file: '/nonexistent/lxc-attach',
      arguments: [],
      environment: {},
    });
    expect(await run(consoles({ commandFor }).open(request('true'), never))).toEqual({
      output: '',
      result: 'lxc-unavailable',
    });
  });

  it('takes the moment within an exec for what it is', async () => {
    let looks = 0;
    const find: ConsoleOptions['find'] = (pid) => ({
      state: 'running',
      pid,
      context: ++looks < 3 ? 'system_u:system_r:bulkhead_helper_t:s0' : context,
    });
    expect(await run(consoles({ find }).open(request('echo hello; sleep 0.3'), never))).toMatchObject({
      output: 'hello\n',
    });
  });

  it('gives up on a command that never gets inside', async () => {
    const seen = await run(
      consoles({ find: () => ({ state: 'absent' }), attachTimeoutMs: 100 }).open(request('sleep 60'), never),
    );
    expect(seen).toEqual({ output: '', result: 'container-failed' });
  });

  it('ends the command when the client goes', async () => {
    const abort = new AbortController();
    let pid = 0;
    const find: ConsoleOptions['find'] = (attached) => ((pid = attached), { state: 'running', pid: attached, context });
    const running = run(consoles({ find }).open(request('trap "" HUP; sleep 60'), abort.signal));
    await expect.poll(() => pid).not.toBe(0);
    abort.abort();
    expect(await running).toEqual({ output: '', result: 'cancelled' });
    expect(isAlive(pid)).toBe(false);
  });

  it('ends the command when the reader leaves', async () => {
    let pid = 0;
    const find: ConsoleOptions['find'] = (attached) => ((pid = attached), { state: 'running', pid: attached, context });
    const opened = consoles({ find }).open(request('yes'), never);
    await opened.next();
    await opened.return({ exitCode: 0 });
    expect(isAlive(pid)).toBe(false);
  });

  it('gives each user a few, and takes them back', async () => {
    const limited = consoles({ maxPerUid: 2 });
    const open = [1, 2].map(() => limited.open(request('yes'), never));
    for (const opened of open) await opened.next();
    expect(await run(limited.open(request('true'), never))).toMatchObject({ result: 'too-busy' });
    expect(await run(limited.open(request('true', { uid: 1002 }), never))).toMatchObject({ result: { exitCode: 0 } });
    await open[0]?.return({ exitCode: 0 });
    expect(await run(limited.open(request('true'), never))).toMatchObject({ result: { exitCode: 0 } });
    await open[1]?.return({ exitCode: 0 });
  });
});

describe('the boot console', () => {
  const joining = (script: string, some: Partial<ConsoleOptions> = {}) =>
    consoles({
      contextOfInit: () => context,
      bootCommandFor: () => ({
        file: '/bin/sh',
        arguments: ['-c', script],
        environment: { PATH: '/usr/bin:/bin', TERM: 'xterm' },
      }),
      ...some,
    });
  const asked = (some: Partial<BootConsoleRequest> = {}): BootConsoleRequest => ({
    target,
    columns: 80,
    rows: 24,
    uid: 1001,
    input: noInput(),
    ...some,
  });

  it('passes output, input and the size on', async () => {
    async function* input(): AsyncGenerator<Input<'console.open'>> {
      yield { type: 'resize', columns: 100, rows: 30 };
      yield { type: 'data', data: 'root\n' };
    }
    const seen = await run(joining('read line; echo "<$line>"; stty size').openBoot(asked({ input: input() }), never));
    expect(seen).toEqual({ output: expect.stringContaining('<root>\n30 100') as string, result: { exitCode: 0 } });
  });

  it('is of one session at a time, of whichever user, and free when that has ended', async () => {
    const host = joining('yes');
    const first = host.openBoot(asked(), never);
    await first.next();
    expect(await run(host.openBoot(asked({ uid: 1002 }), never))).toEqual({ output: '', result: 'console-busy' });
    await first.return({ exitCode: 0 });
    const second = host.openBoot(asked({ uid: 1002 }), never);
    expect((await second.next()).done).toBe(false);
    await second.return({ exitCode: 0 });
  });

  it('counts among the terminals of its user', async () => {
    const host = joining('yes', { maxPerUid: 1 });
    const shell = host.open(request('yes'), never);
    await shell.next();
    expect(await run(host.openBoot(asked(), never))).toEqual({ output: '', result: 'too-busy' });
    await shell.return({ exitCode: 0 });
  });

  it.each([
    ['system_u:system_r:unconfined_t:s0', 'console-not-isolated'],
    [undefined, 'container-not-running'],
  ])('is not joined when init has the context %s', async (actual, result) => {
    const host = joining('echo secret', { contextOfInit: () => actual });
    expect(await run(host.openBoot(asked(), never))).toEqual({ output: '', result });
  });

  it('is joined by lxc-console without a key that is its own', () => {
    const { file, arguments: args, environment } = bootConsoleCommand({ name: 'web' });
    expect([file, ...args]).toEqual(['/usr/bin/lxc-console', '-n', 'web', '--tty=0', '--escape=-1']);
    expect(Object.keys(environment).sort()).toEqual(['LANG', 'PATH', 'TERM']);
    expect(() => bootConsoleCommand({ name: '-n' })).toThrow();
  });
});

describe('the command line of lxc-attach', () => {
  it('holds the name, then a closed list of options, then the command after --', () => {
    const { file, arguments: args, environment } = attachCommand({ name: 'web' }, { command: ['-x', '--', '$(id)'] });
    expect([file, ...args]).toEqual([
      '/usr/bin/lxc-attach',
      '-n',
      'web',
      '--clear-env',
      '--set-var=HOME=/root',
      '--set-var=LANG=C.UTF-8',
      '--set-var=LOGNAME=root',
      '--set-var=TERM=xterm-256color',
      '--set-var=USER=root',
      '--',
      '-x',
      '--',
      '$(id)',
    ]);
    expect(Object.keys(environment).sort()).toEqual(['LANG', 'PATH', 'TERM']);
  });

  it('names the folder under which liblxc has it, where that is not the one of LXC itself', () => {
    const target = { name: 'web', lxcPath: '/var/lib/incus/containers' };
    expect(attachCommand(target).arguments.slice(0, 5)).toEqual(['-n', 'web', '-P', target.lxcPath, '--clear-env']);
    expect(bootConsoleCommand(target).arguments.slice(0, 4)).toEqual(['-n', 'web', '-P', target.lxcPath]);
  });

  it.each(['', '-n', '../x', 'a/b', 'a b', 'a\nb', 'a\0', 'a..b', '.', 'x'.repeat(64)])(
    'takes no name like %j',
    (name) => {
      expect(() => attachCommand({ name })).toThrow();
    },
  );
});
