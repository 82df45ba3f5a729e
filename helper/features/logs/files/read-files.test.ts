// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../../../../contract/model/logs/log-line.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { readFiles } from './read-files.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
  path = join(folder, 'console.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

type Wanted = Partial<Omit<Params<'log.read'>, 'source'>> & { readonly source?: 'console' | 'start' };

const request = { name: 'web', source: 'console', isFollowed: false, lines: 1000 } as const;

async function read(params: Wanted = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  const options = { path, now: () => 7 };
  for await (const item of readFiles({ ...request, ...params }, options, neverAborts)) lines.push(...item.lines);
  return lines;
}
const messages = async (params: Wanted = {}) => (await read(params)).map(({ message }) => message);

describe('what a container wrote to its console', () => {
  test('comes with what the older file has before it, and a line across both is one', async () => {
    writeFileSync(`${path}.1`, 'one\r\ntw');
    writeFileSync(path, 'o\r\nlogin: ');
    expect(await messages()).toEqual(['one', 'two', 'login: ']);
    expect(await messages({ lines: 1 })).toEqual(['login: ']);
    expect(await messages({ text: 'TW' })).toEqual(['two']);
  });

  test('has no colours, and shows bytes that are not UTF-8; what is no whole sequence stays', async () => {
    writeFileSync(
      path,
      Buffer.from('[\x1b[0;32m  OK  \x1b[0m] \x1b]3008;start=1\x1b\\a\xff\x1b[\n\x1b]0;unended\n', 'latin1'),
    );
    expect(await messages()).toEqual(['[  OK  ] a\\xff\x1b[', '\x1b]0;unended']);
  });

  test('is nothing where there is no file, or a link stands in its place', async () => {
    expect(await read()).toEqual([]);
    writeFileSync(join(folder, 'secret'), 'secret\n');
    symlinkSync(join(folder, 'secret'), path);
    symlinkSync(join(folder, 'secret'), `${path}.1`);
    expect(await read()).toEqual([]);
  });

  test('is cut where a line is long', async () => {
    writeFileSync(path, `${'x'.repeat(1_000_000)}\nnext\n`);
    const [long, next] = await read();
    expect([long?.message.length, long?.isCut, next?.message]).toEqual([16_384, true, 'next']);
  });
});

describe('a followed console', () => {
  test('gives new lines with their time, across rotation, and the beginning of one when it is quiet', async () => {
    writeFileSync(path, 'old\n');
    const enough = new AbortController();
    const seen: LogLine[] = [];
    const options = { path, now: () => 7, pollMs: 50 };
    const until = new Map([
      ['old', () => appendFileSync(path, 'new\nhalf')],
      [
        'half',
        () => {
          appendFileSync(path, 'last\n');
          renameSync(path, `${path}.1`);
          writeFileSync(path, 'first of the next\n');
        },
      ],
      ['first of the next', () => enough.abort()],
    ]);
    for await (const { lines } of readFiles({ ...request, isFollowed: true }, options, enough.signal)) {
      seen.push(...lines);
      for (const { message } of lines) until.get(message)?.();
    }
    expect(seen.map(({ time, message }) => [time, message])).toEqual([
      [null, 'old'],
      [7, 'new'],
      [7, 'half'],
      [7, 'last'],
      [7, 'first of the next'],
    ]);
  });
});

test('what LXC says about a start has its time, level and part, and is chosen by them', async () => {
  const line = (second: number, level: string, text: string) =>
    `lxc-start web 202601011200${second}.500 ${level.padEnd(8)} start - ../src/lxc/start.c:start:2111 - ${text}\n`;
  writeFileSync(path, line(10, 'NOTICE', 'begins') + line(20, 'ERROR', 'fails') + line(30, 'WARN', 'so'));
  const at = (second: number) => Date.UTC(2026, 0, 1, 12, 0, second) / 1000 + 0.5;
  expect(await read({ source: 'start', priority: 4 })).toEqual([
    {
      time: at(20),
      priority: 3,
      unit: null,
      identifier: 'lxc-start start',
      pid: null,
      message: 'fails',
      isCut: false,
    },
    expect.objectContaining({ priority: 4, message: 'so' }),
  ]);
  expect(await messages({ source: 'start', since: at(15), until: at(25) })).toEqual(['fails']);
});
