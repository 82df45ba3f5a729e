// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { constants, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InputError } from '../input-error.ts';
import { copyToPipe } from './copy-to-pipe.ts';

let folder: string;
let file: string;
let pipe: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-copy-'));
  [file, pipe] = [join(folder, 'file'), join(folder, 'pipe')];
  writeFileSync(file, 'x'.repeat(3_000_000));
  execFileSync('mkfifo', [pipe]);
});
afterEach(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const descriptors = (): number => readdirSync('/proc/self/fd').length;

function openReader(): Socket {
  const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

it('writes all of the file, and closes both', async () => {
  const before = descriptors();
  const reader = openReader();
  const copied = copyToPipe(file, pipe, signal);
  let length = 0;
  for await (const piece of reader) length += (piece as Buffer).length;
  expect([await copied, length, descriptors()]).toEqual([true, 3_000_000, before]);
});

it('ends without an error when nobody reads on, or ever did', async () => {
  const before = descriptors();
  const reader = openReader();
  const copied = copyToPipe(file, pipe, signal);
  reader.once('data', () => reader.destroy());
  expect(await copied).toBe(false);
  expect(await copyToPipe(file, pipe, signal)).toBe(false);
  expect(descriptors()).toBe(before);
});

it('rejects when there is no file, or no pipe', async () => {
  await expect(copyToPipe(join(folder, 'nothing'), pipe, signal)).rejects.toBeInstanceOf(InputError);
  await expect(copyToPipe(file, join(folder, 'nothing'), signal)).rejects.toThrow(/^cannot read .*file: .*nothing/);
});

it('ends with its signal, at once and while nobody reads', async () => {
  const reader = openReader();
  const early = new AbortController();
  const ended = copyToPipe(file, pipe, early.signal);
  early.abort(new Error('enough'));
  await expect(ended).rejects.toThrow('enough');

  const late = new AbortController();
  const before = descriptors();
  const waiting = copyToPipe(file, pipe, late.signal);
  // The file, and the pipe that is full.
  await expect.poll(descriptors).toBe(before + 2);
  late.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow();
  expect(descriptors()).toBe(before);
  reader.destroy();
});
