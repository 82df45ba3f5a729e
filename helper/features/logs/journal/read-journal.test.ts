// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { fail } from '../../../../contract/errors.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { fakeContainer } from '../../../../testing/models/container.ts';
import type { ConsoleItems, ConsoleRequest } from '../../consoles/ports.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { readJournal } from './read-journal.ts';

/** A console whose program prints these pieces, and ends with this code; `hangs` does nothing more. */
interface Program {
  readonly pieces: readonly string[];
  readonly exitCode?: number;
  readonly hangs?: boolean;
}

function entry(number: number): string {
  return `${JSON.stringify({
    __CURSOR: `s=${number}`,
    __REALTIME_TIMESTAMP: `${number}000000`,
    MESSAGE: `line ${number}`,
  })}\r\n`;
}

function journalOf(programs: readonly Program[], state: 'running' | 'frozen' = 'running') {
  const commands: (readonly string[])[] = [];
  const ended: number[] = [];
  async function* open({ command = [] }: ConsoleRequest, signal: AbortSignal): ConsoleItems {
    const { pieces, exitCode = 0, hangs = false } = programs[commands.length] ?? fail('cancelled', {});
    const number = commands.push(command);
    try {
      for (const piece of pieces) yield { data: Buffer.from(piece) };
      if (hangs) await sleep(60_000, undefined, { signal }).catch(() => fail('cancelled', {}));
      return { exitCode };
    } finally {
      ended.push(number);
    }
  }
  const options = {
    containers: {
      require: async () => fakeContainer({ name: 'web', state }),
      attachTarget: async () => ({ name: 'web', initPid: 1, context: 'c' }),
    },
    consoles: { open },
    now: () => 100,
    silenceMs: 50,
  };
  async function read(params: Partial<Params<'log.read'>> = {}, signal = neverAborts) {
    const request = { name: 'web', source: 'journal', isFollowed: false, lines: 1000, uid: 1000, ...params } as const;
    const items = [];
    for await (const item of readJournal(request, options, signal)) items.push(item);
    return items;
  }
  return { read, commands, ended };
}

const messages = (items: Awaited<ReturnType<ReturnType<typeof journalOf>['read']>>) =>
  items.flatMap(({ lines, isCaughtUp }) => [...lines.map(({ message }) => message), ...(isCaughtUp ? ['up'] : [])]);

describe('the journal of a container', () => {
  test('is what its journalctl prints, in whatever pieces', async () => {
    const text = entry(1) + entry(2);
    const { read } = journalOf([{ pieces: [text.slice(0, 10), text.slice(10, 90), text.slice(90)] }]);
    expect(messages(await read())).toEqual(['line 1', 'line 2', 'up']);
  });

  test('goes on after the last line, when it is followed', async () => {
    const { read, commands } = journalOf([{ pieces: [entry(1)] }, { pieces: [entry(2)], exitCode: 137 }]);
    expect(messages(await read({ isFollowed: true }))).toEqual(['line 1', 'up', 'line 2', 'up']);
    expect(commands[1]).toContain('--after-cursor=s=1');
  });

  test('goes on from the time of the question when there was no line', async () => {
    const { read, commands } = journalOf([{ pieces: [] }, { pieces: [] }]);
    await read({ isFollowed: true });
    expect(commands[1]).toContain('--since=@100');
  });

  test('is in its order, also when the newest come first', async () => {
    const { read } = journalOf([{ pieces: [entry(3) + entry(2), entry(1)] }]);
    expect(messages(await read({ text: 'line' }))).toEqual(['line 1', 'line 2', 'line 3', 'up']);
  });

  test('is empty when nothing matches: journalctl then ends with 1 and says nothing', async () => {
    expect(messages(await journalOf([{ pieces: [], exitCode: 1 }]).read({ text: 'x' }))).toEqual(['up']);
  });
});

describe('a program in the place of journalctl', () => {
  test('gives no more lines than were asked for, and is ended', async () => {
    const { read, ended } = journalOf([
      { pieces: Array.from({ length: 100 }, (_, index) => entry(index)), hangs: true },
    ]);
    expect(messages(await read({ lines: 3 }))).toEqual(['line 0', 'line 1', 'line 2', 'up']);
    expect(ended).toEqual([1]);
  });

  test('that gives nothing and does not end is killed', async () => {
    const { read, ended } = journalOf([{ pieces: [entry(1)], hangs: true }]);
    await expect(read()).rejects.toMatchObject({ code: 'log-unavailable' });
    expect(ended).toEqual([1]);
  });

  test('that prints something else says it in the failure, made visible and short', async () => {
    const { read } = journalOf([{ pieces: [`\u001b[2Jno\u202e journal${'x'.repeat(5000)}\r\n`], exitCode: 2 }]);
    const failure = await read().catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ code: 'log-unavailable' });
    expect((failure as Error).message).toContain('\\u{1b}[2Jno\\u{202e} journal');
    expect((failure as Error).message.length).toBeLessThan(500);
  });

  test('that prints what is no entry, without an end, is killed', async () => {
    const { read, ended } = journalOf([{ pieces: Array.from({ length: 300 }, () => 'y\r\n'.repeat(2_000)) }]);
    await expect(read({ isFollowed: true })).rejects.toThrow('prints no entries, but: y; y');
    expect(ended).toEqual([1]);
  });

  test('that prints a line without an end is killed', async () => {
    const { read, ended } = journalOf([
      { pieces: Array.from({ length: 300 }, () => '{'.repeat(100_000)), hangs: true },
    ]);
    await expect(read({ isFollowed: true })).rejects.toThrow('prints no entries');
    expect(ended).toEqual([1]);
  });

  test('that is not there is named', async () => {
    await expect(journalOf([{ pieces: ['env: journalctl: not found\r\n'], exitCode: 127 }]).read()).rejects.toThrow(
      'it has no journalctl',
    );
  });
});

test('a container that is frozen is said to be so: nothing in it would answer', async () => {
  await expect(journalOf([], 'frozen').read()).rejects.toThrow('unfreeze it first');
});

test('a read that is cancelled does not fail because journalctl was silent', async () => {
  const { read } = journalOf([
    { pieces: [], exitCode: 0 },
    { pieces: [], hangs: true },
  ]);
  await expect(read({ isFollowed: true }, AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'cancelled' });
});
