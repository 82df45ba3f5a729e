// SPDX-License-Identifier: Apache-2.0
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { type SomeHandlers, type SocketHost, startSocketHost } from '../../testing/socket-host.ts';
import { runCommand } from '../fixtures/run-command.ts';
import type { InputStream } from '../command-environment.ts';

let host: SocketHost | undefined;

afterEach(async () => {
  await host?.close();
  host = undefined;
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function given(open: NonNullable<SomeHandlers['console.open']>): Promise<string> {
  return serve({ 'console.open': open });
}

async function serve(handlers: SomeHandlers): Promise<string> {
  host = await startSocketHost(handlers);
  return host.socketPath;
}

interface FakeKeyboard extends InputStream {
  readonly modes: boolean[];
}

function keyboard(): FakeKeyboard & PassThrough {
  const modes: boolean[] = [];
  return Object.assign(new PassThrough(), {
    isTTY: true,
    modes,
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
  });
}

describe('exec', () => {
  it('ends with the exit code of the command, whose words come after --', async () => {
    const asked: unknown[] = [];
    const socketPath = await given(async function* (params) {
      asked.push(params);
      yield { data: bytesOf('hello\r\n') };
      return { exitCode: 42 };
    });
    const outcome = await runCommand(['exec', 'web', '--', 'ls', '--json', '-l'], { socketPath });
    expect(outcome).toEqual({ exitCode: 42, stdout: 'hello\n', stderr: '' });
    expect(asked).toEqual([{ name: 'web', command: ['ls', '--json', '-l'], isKept: false, columns: 80, rows: 24 }]);
  });

  it('runs as a user and in a folder', async () => {
    const asked: unknown[] = [];
    const socketPath = await given(async function* (params) {
      asked.push(params);
      yield { data: bytesOf('') };
      return { exitCode: 0 };
    });
    await runCommand(['exec', '--user', 'www-data', '--cwd', '/srv/Übung', 'web', 'ls', '--user'], { socketPath });
    await runCommand(['shell', '--user', 'deploy', 'web'], { socketPath });
    expect(asked).toMatchObject([
      { user: 'www-data', folder: '/srv/Übung', command: ['ls', '--user'] },
      { user: 'deploy', name: 'web' },
    ]);
  });

  it.each([
    ['--user', '-x'],
    ['--user', 'a b'],
    ['--cwd', 'srv'],
  ])('takes no %s %s', async (option, value) => {
    expect(await runCommand(['exec', `${option}=${value}`, 'web', 'ls'], { socketPath: '/nonexistent' })).toMatchObject(
      {
        exitCode: 2,
      },
    );
  });

  it('gives the command its own options without -- as well (window 26)', async () => {
    const asked: unknown[] = [];
    const socketPath = await given(async function* (params) {
      asked.push(params.command);
      yield { data: bytesOf('') };
      return { exitCode: 0 };
    });
    expect((await runCommand(['exec', 'web', 'sh', '-c', 'ls --json'], { socketPath })).exitCode).toBe(0);
    expect(asked).toEqual([['sh', '-c', 'ls --json']]);
  });

  it('sends what is piped in, and its end as Ctrl-D', async () => {
    const socketPath = await given(async function* (_, { input }) {
      let text = '';
      for await (const message of input) {
        text += message.type === 'data' ? message.data : '';
        if (text.endsWith('\x04\x04')) break;
      }
      yield { data: bytesOf(JSON.stringify(text)) };
      return { exitCode: 0 };
    });
    const stdin = new PassThrough();
    stdin.write('one\ntw');
    stdin.end('o é');
    expect(await runCommand(['exec', 'web', '--', 'cat'], { socketPath, stdin })).toMatchObject({
      exitCode: 0,
      stdout: JSON.stringify('one\ntwo é\x04\x04'),
    });
  });

  it('does not wait for input that never comes', async () => {
    const socketPath = await given(async function* () {
      yield { data: bytesOf('done') };
      return { exitCode: 0 };
    });
    expect(await runCommand(['exec', 'web', '--', 'true'], { socketPath, stdin: new PassThrough() })).toMatchObject({
      exitCode: 0,
      stdout: 'done',
    });
  });

  it('takes more input than the container has room for', async () => {
    let received = 0;
    const socketPath = await given(async function* (_, { input }) {
      for await (const message of input) {
        if (message.type !== 'data') continue;
        received += message.data.length;
        if (message.data.includes('\x04')) break;
      }
      yield { data: bytesOf('x') };
      return { exitCode: 0 };
    });
    const stdin = new PassThrough();
    stdin.end('a'.repeat(3_000_000));
    await runCommand(['exec', 'web', '--', 'cat'], { socketPath, stdin });
    expect(received).toBe(3_000_002);
  });

  it('fails as every command does', async () => {
    const socketPath = await given(async function* ({ name }) {
      yield* [];
      return fail('container-not-running', { name });
    });
    expect(await runCommand(['exec', 'web', '--', 'true'], { socketPath })).toMatchObject({
      exitCode: 1,
      stderr: 'bulkheadctl: cannot do this to the container web: it is not running; start it first\n',
    });
  });
});

describe('shell', () => {
  const terminal = { columns: 100, rows: 30 };

  it('puts the terminal into raw mode and back, and leaves the output as it is', async () => {
    const asked: unknown[] = [];
    const stdin = keyboard();
    const socketPath = await given(async function* (params, { input }) {
      asked.push(params, stdin.modes.length);
      yield { data: bytesOf('') };
      for await (const message of input) {
        if (message.type === 'data') yield { data: bytesOf(`${message.data}\r\n`) };
        break;
      }
      return { exitCode: 0 };
    });
    stdin.write('\x03');
    expect(await runCommand(['shell', 'web'], { socketPath, stdin, terminal })).toEqual({
      exitCode: 0,
      stdout: '\x03\r\n',
      stderr: '',
    });
    // Raw mode begins once the command runs: until then polkit may ask on the same terminal.
    expect(asked).toEqual([{ name: 'web', isKept: false, ...terminal }, 0]);
    expect(stdin.modes).toEqual([true, false]);
    expect(stdin.listenerCount('data')).toBe(0);
  });

  it('keeps from the terminal what acts outside of its screen, unless all is asked for (D6, review F14)', async () => {
    const socketPath = await given(async function* () {
      yield* [{ data: bytesOf('a\x1b]52;c;ZXZ') }, { data: bytesOf('pbA==\x07\x1b[31mb\x1b[21t\r\n') }];
      return { exitCode: 0 };
    });
    expect((await runCommand(['shell', 'web'], { socketPath, stdin: keyboard(), terminal })).stdout).toBe(
      'a\x1b[31mb\r\n',
    );
    for (const words of [
      ['shell', '--raw', 'web'],
      ['exec', '--raw', 'web', 'cat'],
    ]) {
      expect((await runCommand(words, { socketPath, stdin: keyboard(), terminal })).stdout).toBe(
        'a\x1b]52;c;ZXZpbA==\x07\x1b[31mb\x1b[21t\r\n',
      );
    }
    // A pipe gets the bytes.
    expect((await runCommand(['exec', 'web', 'cat'], { socketPath })).stdout).toBe(
      'a\x1b]52;c;ZXZpbA==\x07\x1b[31mb\x1b[21t\n',
    );
  });

  it.each([
    ['a failure', (name: string) => fail('container-not-found', { name }), 1],
    [
      'a fault',
      () => {
        throw new Error('fault');
      },
      1,
    ],
    ['a lost connection', () => (void host?.close(), new Promise<never>(() => undefined)), 4],
  ] as const)('gives the terminal back after %s', async (_, end, expected) => {
    const socketPath = await given(async function* ({ name }) {
      yield { data: bytesOf('$ ') };
      return end(name);
    });
    const stdin = keyboard();
    const { exitCode } = await runCommand(['shell', 'web'], { socketPath, stdin, terminal });
    expect({ exitCode, modes: stdin.modes }).toEqual({ exitCode: expected, modes: [true, false] });
    if (expected === 4) host = undefined;
  });

  it('gives the terminal back when it is asked to end', async () => {
    const socketPath = await given(async function* (_, { signal }) {
      yield { data: bytesOf('$ ') };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { exitCode: 0 };
    });
    const stdin = keyboard();
    await runCommand(['shell', 'web'], { socketPath, stdin, terminal, onOutput: (_, interrupt) => interrupt() });
    expect(stdin.modes).toEqual([true, false]);
  });

  it('tells the container the new size of the window', async () => {
    const sizes: unknown[] = [];
    const socketPath = await given(async function* (_, { input }) {
      yield { data: bytesOf('$ ') };
      for await (const message of input) {
        sizes.push(message);
        break;
      }
      return { exitCode: 0 };
    });
    const size: { columns: number; rows: number } = { ...terminal };
    await runCommand(['shell', 'web'], {
      socketPath,
      stdin: keyboard(),
      terminal: size,
      onOutput: (_, __, stdout) => void Object.assign(stdout, { columns: 5000, rows: 1 }).emit('resize'),
    });
    expect(sizes).toEqual([{ type: 'resize', columns: 1000, rows: 2 }]);
  });
});

describe('console', () => {
  const terminal = { columns: 100, rows: 30 };

  it('joins the boot console until Ctrl-] is pressed, which is not sent', async () => {
    const typed: string[] = [];
    const asked: unknown[] = [];
    const socketPath = await serve({
      async *'console.open-boot'(params, { input, signal }) {
        asked.push(params);
        yield { data: bytesOf('login: \x1b]52;c;ZXZpbA==\x07') };
        const first = await input[Symbol.asyncIterator]().next();
        if (first.done !== true && first.value.type === 'data') typed.push(first.value.data);
        yield { data: bytesOf('Password: ') };
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { exitCode: 0 };
      },
    });
    const stdin = keyboard();
    const outcome = await runCommand(['console', 'web'], {
      socketPath,
      stdin,
      terminal,
      onOutput: (text) => void stdin.write(text.includes('Password') ? '\x1drm' : 'root'),
    });
    expect(outcome).toEqual({
      exitCode: 0,
      stdout: 'login: Password: ',
      stderr: 'Ctrl-] leaves the boot console of web.\r\n',
    });
    expect(asked).toEqual([{ name: 'web', isKept: false, ...terminal }]);
    expect(typed).toEqual(['root']);
    expect(stdin.modes).toEqual([true, false]);
  });

  it('shows what comes after the end of a pipe, which it does not send', async () => {
    let text = '';
    const socketPath = await serve({
      async *'console.open-boot'(_, { input }) {
        for await (const message of input) {
          text += message.type === 'data' ? message.data : '';
          if (text.includes('\n')) break;
        }
        yield { data: bytesOf('stopped\r\n') };
        return { exitCode: 0 };
      },
    });
    const stdin = new PassThrough();
    stdin.end('a\x1db\n');
    expect(await runCommand(['console', 'web'], { socketPath, stdin })).toEqual({
      exitCode: 0,
      stdout: 'stopped\n',
      stderr: '',
    });
    expect(text).toBe('a\x1db\n');
  });

  it('says whose turn it is while another terminal has it', async () => {
    const socketPath = await serve({
      async *'console.open-boot'({ name }) {
        yield* [];
        return fail('console-busy', { name });
      },
    });
    expect(await runCommand(['console', 'web'], { socketPath })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        'cannot open the boot console of the container web: another terminal has it',
      ) as string,
    });
  });
});
