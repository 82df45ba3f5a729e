// SPDX-License-Identifier: Apache-2.0
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { followAuditLog } from './follow-audit-log.ts';
import type { FollowItem } from './follow-item.ts';

let folder: string;
let path: string;
let abort: AbortController;
let logs: AsyncGenerator<FollowItem, void, undefined>[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-log-'));
  path = join(folder, 'audit.log');
  abort = new AbortController();
  logs = [];
});

afterEach(async () => {
  abort.abort();
  for (const log of logs) await log.return();
  await rm(folder, { recursive: true });
});

function follow(since: 'end' | number): AsyncGenerator<FollowItem, void, undefined> {
  const log = followAuditLog({ path, since, signal: abort.signal, pollMs: 50, quietMs: 10 });
  logs.push(log);
  return log;
}

/** Reads until the log is quiet. */
async function untilQuiet(log: AsyncGenerator<FollowItem, void, undefined>): Promise<string> {
  let text = '';
  for (let item = await log.next(); item.done !== true; item = await log.next()) {
    if (item.value.kind === 'quiet') return text;
    if (item.value.kind === 'bytes') text += item.value.bytes.toString();
  }
  return text;
}

/** Reads, quiet or not, until this text came. */
async function until(log: AsyncGenerator<FollowItem, void, undefined>, last: string): Promise<string> {
  let text = '';
  while (!text.endsWith(last)) text += await untilQuiet(log);
  return text;
}

it('gives only what is written from now on', async () => {
  await writeFile(path, 'old\n');
  const log = follow('end');
  expect(await untilQuiet(log)).toBe('');
  await appendFile(path, 'new\n');
  expect(await until(log, 'new\n')).toBe('new\n');
});

it('gives the history first, oldest first, but not what was written before the time asked for', async () => {
  await writeFile(`${path}.10`, 'ten\n');
  await writeFile(`${path}.2`, 'two\n');
  await writeFile(`${path}.gz`, 'no\n');
  await writeFile(path, 'now\n');
  expect(await untilQuiet(follow(0))).toBe('ten\ntwo\nnow\n');
  expect(await untilQuiet(follow(Date.now() / 1000 + 60))).toBe('now\n');
});

it('reads the tail of a rotated file before the new file', async () => {
  await writeFile(path, 'a\n');
  const log = follow(0);
  expect(await untilQuiet(log)).toBe('a\n');
  await appendFile(path, 'tail\n');
  await rename(path, `${path}.1`);
  await writeFile(path, 'b\n');
  expect(await until(log, 'b\n')).toBe('tail\nb\n');
});

it('reads all files of several rotations between two looks', async () => {
  await writeFile(path, 'a\n');
  const log = follow(0);
  await untilQuiet(log);
  await appendFile(path, 'tail\n');
  await rename(path, `${path}.2`);
  await writeFile(`${path}.1`, 'b\n');
  await writeFile(path, 'c\n');
  expect(await until(log, 'c\n')).toBe('tail\nb\nc\n');
});

it('keeps the tail of a file that rotation has removed meanwhile', async () => {
  await writeFile(path, 'a\n');
  const log = follow(0);
  await untilQuiet(log);
  await appendFile(path, 'tail\n');
  await rm(path);
  await writeFile(path, 'b\n');
  expect(await until(log, 'b\n')).toBe('tail\nb\n');
});

it('waits for a log that is not there yet', async () => {
  const log = follow('end');
  expect(await untilQuiet(log)).toBe('');
  await writeFile(path, 'first\n');
  expect(await until(log, 'first\n')).toBe('first\n');
});

it('starts over in a file that was emptied', async () => {
  await writeFile(path, 'long text\n');
  const log = follow(0);
  await untilQuiet(log);
  await truncate(path);
  await untilQuiet(log);
  await appendFile(path, 'b\n');
  expect(await until(log, 'b\n')).toBe('b\n');
});

it('loses and repeats nothing while a writer rotates as fast as it can', async () => {
  await writeFile(path, '');
  const log = follow(0);
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index}\n`);
  const writing = (async () => {
    for (const [index, line] of lines.entries()) {
      await appendFile(path, line);
      if (index % 7 !== 6) continue;
      for (let number = 60; number > 0; number -= 1)
        await rename(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`).catch(() => undefined);
      await writeFile(path, '');
    }
  })();
  expect(await until(log, 'line 199\n')).toBe(lines.join(''));
  await writing;
});

it('ends when the signal aborts while it waits', async () => {
  await writeFile(path, 'a\n');
  const log = follow(0);
  await untilQuiet(log);
  const next = log.next();
  abort.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});
