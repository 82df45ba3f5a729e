// SPDX-License-Identifier: Apache-2.0
import { CancellationTokenSource } from 'vscode-jsonrpc';
import 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import type { Input, Item } from '../../../contract/operations/index.ts';
import { createCallSignals } from '../../../rpc/call-signals.ts';
import { createConsoles } from './console.ts';
import { takeFormerTerminal } from './fixtures/former-terminal.ts';
import type { ConsoleItems, Consoles } from './ports.ts';
import type { FormerSession } from './stored/session-store.ts';

const context = 'system_u:system_r:bulkhead_t:s0:c1,c2';
const target = { name: 'web', initPid: 2 ** 30, context };
const size = { columns: 80, rows: 24 };

interface Started {
  readonly consoles: Consoles;
  pid(): number;
}

function start(keptMs = 60_000): Started {
  let seen = 0;
  return {
    consoles: createConsoles({
      log: () => undefined,
      keptMs,
      commandFor: (_name, { command = [] }) => ({
        file: '/bin/sh',
        arguments: ['-c', command.join(' ')],
        environment: { PATH: '/usr/bin:/bin', TERM: 'xterm' },
      }),
      find: (pid) => ((seen = pid), { state: 'running', pid, context }),
    }),
    pid: () => seen,
  };
}

/** A call whose connection can end, as the server makes it. */
function call(): { readonly signal: AbortSignal; hangUp(): void; cancel(): void } {
  const signals = createCallSignals();
  const source = new CancellationTokenSource();
  return { signal: signals.open(source.token).signal, hangUp: signals.abortAll, cancel: () => source.cancel() };
}

/** What is typed is sent at once; the input stays open. */
async function* typed(...lines: readonly string[]): AsyncGenerator<Input<'console.open'>> {
  for (const data of lines) yield { type: 'data', data };
  await new Promise(() => undefined);
}

const echo = 'while read line; do [ "$line" = end ] && exit 7; echo "<$line>"; done';

function open({ consoles }: Started, signal: AbortSignal, input = typed(), command = echo): ConsoleItems {
  return consoles.open({ target, command: [command], uid: 1001, isKept: true, input, ...size }, signal);
}

function attach({ consoles }: Started, session: string, signal: AbortSignal, some = {}): ConsoleItems {
  return consoles.attach({ name: 'web', session, uid: 1001, input: typed(), ...size, ...some }, signal);
}

async function itemOf(items: ConsoleItems): Promise<Item<'console.open'>> {
  const next = await items.next();
  if (next.done === true) throw new Error('it has ended');
  return next.value;
}

const textOf = ({ data }: Item<'console.open'>): string => Buffer.from(data).toString();

async function until(items: ConsoleItems, text: string): Promise<void> {
  let seen = '';
  while (!seen.includes(text)) seen += textOf(await itemOf(items));
}

/** The exit code, or the failure, of the rest. */
async function endOf(items: ConsoleItems): Promise<unknown> {
  try {
    for (;;) {
      const next = await items.next();
      if (next.done === true) return next.value.exitCode;
    }
  } catch (error) {
    return isFailure(error) ? error.code : error;
  }
}

async function isGone(pid: number): Promise<boolean> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Opens a session, sees `<one>` echoed, and loses the connection. */
async function openAndLose(started: Started): Promise<string> {
  const client = call();
  const items = open(started, client.signal, typed('one\n'));
  const { session = '' } = await itemOf(items);
  await until(items, '<one>');
  client.hangUp();
  expect(await endOf(items)).toBe('cancelled');
  return session;
}

describe('a kept session', () => {
  it('goes on after its connection ended, and shows what it had put out', async () => {
    const started = start();
    const session = await openAndLose(started);
    const items = attach(started, session, call().signal, { input: typed('two\n', 'end\n') });
    const first = await itemOf(items);
    expect(first).toMatchObject({ session, isReplay: true });
    expect(textOf(first)).toContain('<one>');
    await until(items, '<two>');
    expect(await endOf(items)).toBe(7);
    expect(await endOf(attach(started, session, call().signal))).toBe('console-not-found');
  });

  it('takes the size of the client that comes back', async () => {
    const started = start();
    const client = call();
    const script = 'while read line; do stty size; done';
    const items = open(started, client.signal, typed('a\n'), script);
    const { session = '' } = await itemOf(items);
    await until(items, '24 80');
    client.hangUp();
    await endOf(items);
    const again = attach(started, session, call().signal, { input: typed('b\n'), columns: 100, rows: 30 });
    await until(again, '30 100');
    await again.return({ exitCode: 0 });
  });

  it('ends when its client cancels it', async () => {
    const started = start();
    const client = call();
    const items = open(started, client.signal);
    const { session = '' } = await itemOf(items);
    const ended = endOf(items);
    client.cancel();
    expect(await ended).toBe('cancelled');
    expect(isAlive(started.pid())).toBe(false);
    expect(await endOf(attach(started, session, call().signal))).toBe('console-not-found');
  });

  it('ends when nobody comes back in time (E5)', async () => {
    const started = start(50);
    const session = await openAndLose(started);
    expect(await isGone(started.pid())).toBe(true);
    expect(await endOf(attach(started, session, call().signal))).toBe('console-not-found');
  });

  it('detaches the client that it has when another one attaches', async () => {
    const started = start();
    const first = open(started, call().signal);
    const { session = '' } = await itemOf(first);
    const detached = endOf(first);
    const second = attach(started, session, call().signal, { input: typed('end\n') });
    expect(await itemOf(second)).toMatchObject({ isReplay: true });
    expect(await detached).toBe('cancelled');
    expect(await endOf(second)).toBe(7);
  });

  it.each([{ uid: 1002 }, { name: 'db' }, { session: '00000000-0000-4000-8000-000000000000' }])(
    'is not there for %o',
    async (other) => {
      const started = start();
      const session = await openAndLose(started);
      expect(await endOf(attach(started, session, call().signal, other))).toBe('console-not-found');
      started.consoles.close();
    },
  );

  it('is killed when the helper stops', async () => {
    const started = start();
    await openAndLose(started);
    started.consoles.close();
    expect(await isGone(started.pid())).toBe(true);
  });
});

it('the boot console waits for its client too, and stays taken meanwhile', async () => {
  const consoles = createConsoles({
    log: () => undefined,
    keptMs: 60_000,
    contextOfInit: () => context,
    bootCommandFor: () => ({
      file: '/bin/sh',
      arguments: ['-c', echo],
      environment: { PATH: '/usr/bin:/bin', TERM: 'xterm' },
    }),
  });
  const request = { target, uid: 1001, isKept: true, ...size };
  const client = call();
  const items = consoles.openBoot({ ...request, input: typed('one\n') }, client.signal);
  const { session = '' } = await itemOf(items);
  await until(items, '<one>');
  client.hangUp();
  expect(await endOf(items)).toBe('cancelled');
  expect(await endOf(consoles.openBoot({ ...request, input: typed() }, call().signal))).toBe('console-busy');
  const again = consoles.attach({ name: 'web', session, uid: 1001, input: typed('end\n'), ...size }, call().signal);
  const first = await itemOf(again);
  expect(first.isReplay).toBe(true);
  expect(textOf(first)).toContain('<one>');
  expect(await endOf(again)).toBe(7);
});

it('a session that is not to be kept ends with its connection', async () => {
  const started = start();
  const client = call();
  const items = started.consoles.open(
    { target, command: [echo], uid: 1001, input: typed('one\n'), ...size },
    client.signal,
  );
  await until(items, '<one>');
  client.hangUp();
  expect(await endOf(items)).toBe('cancelled');
  expect(isAlive(started.pid())).toBe(false);
});

describe('a session that an earlier helper has left', () => {
  const id = '8a6e0804-2bd0-4672-b79d-d97027f9071a';
  const environment = { PATH: '/usr/bin:/bin', TERM: 'xterm' };
  const command = { file: '/bin/sh', arguments: ['-c', echo], environment };

  /** A program that an earlier helper has begun, and the consoles of the next one, which finds its terminal. */
  async function leave({ keptMs = 60_000, maxPerUid = 16, isBoot = false } = {}) {
    const removed: string[] = [];
    const { pid, master } = await takeFormerTerminal(echo);
    const former: FormerSession = {
      id,
      uid: 1001,
      target,
      attachPid: pid,
      inside: isBoot ? undefined : pid,
      master,
      output: Buffer.from('before\r\n'),
    };
    const consoles = createConsoles({
      log: () => undefined,
      keptMs,
      maxPerUid,
      commandFor: () => command,
      bootCommandFor: () => command,
      contextOfInit: () => context,
      store: {
        keep: () => false,
        leave: () => undefined,
        end: () => undefined,
        remove: (ended) => void removed.push(ended),
        recover: () => [former],
      },
    });
    return { started: { consoles, pid: () => pid }, removed };
  }

  it('goes on for the client that attaches, which does not learn how it ends', async () => {
    const { started, removed } = await leave();
    const items = attach(started, id, call().signal, { input: typed('two\n', 'end\n') });
    const first = await itemOf(items);
    expect(first).toMatchObject({ isReplay: true, isAfterRestart: true, outlivesHelper: true });
    expect(textOf(first)).toBe('before\r\n');
    await until(items, '<two>');
    let next = await items.next();
    while (next.done !== true) next = await items.next();
    expect(next.value).toEqual({ exitCode: 255, isExitCodeUnknown: true });
    expect(removed).toEqual([id]);
  });

  it('is new to the first client alone', async () => {
    const { started } = await leave();
    const client = call();
    const items = attach(started, id, client.signal, {});
    await itemOf(items);
    client.hangUp();
    await endOf(items);
    const again = attach(started, id, call().signal, { input: typed('end\n') });
    expect(await itemOf(again)).not.toHaveProperty('isAfterRestart');
    expect(await endOf(again)).toBe(255);
  });

  it('is not there for another user, and ends when nobody attaches in time (E5)', async () => {
    const { started, removed } = await leave({ keptMs: 50 });
    expect(await endOf(attach(started, id, call().signal, { uid: 1002 }))).toBe('console-not-found');
    expect(await isGone(started.pid())).toBe(true);
    await expect.poll(() => removed).toEqual([id]);
  });

  it('counts as one of its user, also beyond the limit', async () => {
    const { started } = await leave({ maxPerUid: 1 });
    expect(await endOf(open(started, call().signal))).toBe('too-busy');
    await endOf(attach(started, id, call().signal, { input: typed('end\n') }));
    const beyond = await leave({ maxPerUid: 0 });
    expect(await endOf(attach(beyond.started, id, call().signal, { input: typed('end\n') }))).toBe(255);
  });

  it('has the boot console until it ends', async () => {
    const { started } = await leave({ isBoot: true });
    const request = { target, uid: 1001, input: typed(), ...size };
    expect(await endOf(started.consoles.openBoot(request, call().signal))).toBe('console-busy');
    await endOf(attach(started, id, call().signal, { input: typed('end\n') }));
  });
});
