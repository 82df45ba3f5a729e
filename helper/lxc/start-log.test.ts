// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseStartLine, readEndedInit, readStartFailure } from './start-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

function failureOf(text: string): ReturnType<typeof readStartFailure> {
  const path = join(folder, 'start.log');
  writeFileSync(path, text);
  return readStartFailure(path, 'lxc-start ended with 1');
}

function line(level: string, message: string, place = '../src/lxc/start.c:start:2111 - '): string {
  return `lxc-start web 20260101120000.123 ${level.padEnd(8)} start - ${place}${message}\n`;
}

test('gives the errors from the first on, without where in LXC they were written', () => {
  const log =
    line('NOTICE', 'hello') +
    line('ERROR', 'No such file or directory - Failed to exec "/sbin/init"') +
    line('WARN', 'and so') +
    line('ERROR', 'To get more details, run the container in foreground mode') +
    line('ERROR', 'Failed to spawn container "web"');
  expect(failureOf(log)).toEqual({
    cause: 'init',
    log: ['No such file or directory - Failed to exec "/sbin/init"', 'and so', 'Failed to spawn container "web"'],
  });
});

test('begins at what was fatal, also without an error', () => {
  expect(failureOf(line('NOTICE', 'hello') + line('FATAL', 'gone') + line('WARN', 'and so')).log).toEqual([
    'gone',
    'and so',
  ]);
});

test('gives the last lines when none is an error, whatever form they have, and names no cause', () => {
  const log = Array.from({ length: 9 }, (_, index) => line('NOTICE', `mount ${index}`, '')).join('');
  expect(failureOf(`${log}something else\n`)).toEqual({
    cause: 'unknown',
    log: ['mount 4', 'mount 5', 'mount 6', 'mount 7', 'mount 8', 'something else'],
  });
});

test('an init that ran, and ended without an error of LXC, is the cause itself', () => {
  expect(
    failureOf(line('NOTICE', 'Exec\'ing "/bin/true"') + line('NOTICE', 'Started "/bin/true" with pid "9"')),
  ).toEqual({
    cause: 'ended',
    log: ['Exec\'ing "/bin/true"', 'Started "/bin/true" with pid "9"'],
  });
});

test('gives the last words of an init, without those of earlier runs unless the file was replaced', () => {
  const path = join(folder, 'console.log');
  writeFileSync(path, 'earlier\r\nlast \u001b[1mwords\r\n\r\n');
  expect(readEndedInit(path, 9)).toEqual({ cause: 'ended', log: ['last \\u{1b}[1mwords'] });
  expect(readEndedInit(path, 900).log).toHaveLength(2);
  expect(readEndedInit(join(folder, 'none'), 9)).toEqual({ cause: 'ended', log: [] });
});

test('lets nothing through that could move a cursor or turn the writing', () => {
  expect(failureOf(line('ERROR', 'Failed to exec "/\u001b[2J\u202e\r\u2028x"')).log).toEqual([
    'Failed to exec "/\\u{1b}[2J\\u{202e}\\u{d}\\u{2028}x"',
  ]);
});

test('is never long', () => {
  const { log } = failureOf(line('ERROR', 'x'.repeat(5000)).repeat(50));
  expect([log.length, ...new Set(log.map((text) => text.length))]).toEqual([6, 300]);
});

test('gives what else is known without a log, or with an empty one', () => {
  const nothing = { cause: 'unknown', log: ['lxc-start ended with 1'] };
  expect([failureOf(''), readStartFailure(join(folder, 'none'), 'lxc-start ended with 1')]).toEqual([nothing, nothing]);
});

describe('the cause', () => {
  test.each([
    ['init', 'No such file or directory - Failed to exec "/sbin/init"'],
    ['mount', 'Failed to mount "/srv/gone" on "/usr/lib/x86_64-linux-gnu/lxc/rootfs/srv"'],
    ['cgroup', 'No space left on device - Failed to create cgroup "lxc.payload.web"'],
    ['context', 'Invalid argument - Failed to set SELinux context to "system_u:system_r:gone_t:s0"'],
    ['idmap', 'Failed to set up id mapping.'],
    ['network', 'Failed to attach "bh0" to bridge "gone", bridge interface doesn\'t exist'],
    ['hook', 'Script exited with status 1'],
    ['seccomp', 'Failed to load seccomp policy'],
    ['unknown', 'The moon is full'],
  ])('%s is known by what LXC says', (cause, message) => {
    expect(failureOf(line('ERROR', message) + line('ERROR', 'Failed to spawn container "web"')).cause).toBe(cause);
  });

  test('is of the first line that names one: what follows from it is said later', () => {
    expect(
      failureOf(line('ERROR', 'Failed to exec "/sbin/init"') + line('ERROR', 'Failed to remove cgroup')).cause,
    ).toBe('init');
  });
});

test('a line has the time of UTC that LXC wrote, its level and its part', () => {
  expect(parseStartLine(line('WARN', 'and so').trimEnd())).toEqual({
    program: 'lxc-start',
    time: Date.UTC(2026, 0, 1, 12) / 1000 + 0.123,
    level: 'WARN',
    category: 'start',
    message: 'and so',
  });
  expect(parseStartLine('something else')).toMatchObject({ time: undefined, message: 'something else' });
});
