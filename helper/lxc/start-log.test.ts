// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { wordsOfStartLog } from './start-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

function wordsOf(text: string): string | undefined {
  const path = join(folder, 'start.log');
  writeFileSync(path, text);
  return wordsOfStartLog(path);
}

function line(level: string, message: string, place = '../src/lxc/start.c:start:2111 - '): string {
  return `lxc-start web 20260101120000.123 ${level.padEnd(8)} start - ${place}${message}\n`;
}

test('gives the errors from the first on, without where in LXC they were written', () => {
  const log =
    line('NOTICE', 'hello') +
    line('ERROR', 'No such file or directory - Failed to exec "/sbin/init"') +
    line('WARN', 'and so') +
    line('ERROR', 'Failed to spawn container "web"');
  expect(wordsOf(log)).toBe(
    'No such file or directory - Failed to exec "/sbin/init"; and so; Failed to spawn container "web"',
  );
});

test('begins at what was fatal, also without an error', () => {
  expect(wordsOf(line('NOTICE', 'hello') + line('FATAL', 'gone') + line('WARN', 'and so'))).toBe('gone; and so');
});

test('gives the last lines when none is an error, whatever form they have', () => {
  const log = Array.from({ length: 9 }, (_, index) => line('NOTICE', `step ${index}`, '')).join('');
  expect(wordsOf(`${log}something else\n`)).toBe('step 4; step 5; step 6; step 7; step 8; something else');
});

test('lets nothing through that could move a cursor or turn the writing', () => {
  expect(wordsOf(line('ERROR', 'Failed to exec "/\u001b[2J\u202e\r\u2028x"'))).toBe(
    'Failed to exec "/\\u{1b}[2J\\u{202e}\\u{d}\\u{2028}x"',
  );
});

test('is never long', () => {
  const words = wordsOf(line('ERROR', 'x'.repeat(5000)));
  expect([words?.length, words?.endsWith('x…')]).toEqual([800, true]);
  expect(wordsOf(line('ERROR', 'x'.repeat(800)))).toBe('x'.repeat(800));
});

test('is nothing without a log, or with an empty one', () => {
  expect([wordsOf(''), wordsOfStartLog(join(folder, 'none'))]).toEqual([undefined, undefined]);
});
