// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readControlPath, shareConnection, untilShared } from './shared-connection.ts';

const host = { kind: 'ssh', user: undefined, host: 'vault', port: undefined } as const;
const never = new AbortController().signal;
let folder: string;
let program: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-shared-'));
  program = join(folder, 'ssh');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function answer(settings: string): void {
  writeFileSync(program, `#!/bin/sh\ncat <<'END'\n${settings}\nEND\n`, { mode: 0o755 });
}

it.each([
  ['controlmaster auto\ncontrolpath /home/ada/.ssh/c\ncontrolpersist 600', '/home/ada/.ssh/c'],
  ['controlmaster true\ncontrolpath /home/ada/a b', '/home/ada/a b'],
  ['controlmaster false\ncontrolpath /home/ada/.ssh/c', undefined],
  ['controlmaster auto\ncontrolpath none', undefined],
  ['controlmaster auto', undefined],
  ['', undefined],
])('reads whether the configuration shares connections: %j', (settings, path) => {
  expect(readControlPath(settings)).toBe(path);
});

it('leaves the place to a configuration that has one, and removes nothing of it', async () => {
  const path = join(folder, 'c');
  writeFileSync(path, '');
  answer(`controlmaster auto\ncontrolpath ${path}`);
  const shared = await shareConnection(host, { program, signal: never });
  expect(shared).toMatchObject({ path, isOurs: false });
  shared?.close();
  expect(statSync(path).isFile()).toBe(true);
});

it('makes a place that only this user may open, and removes it', async () => {
  answer('controlmaster false');
  const shared = await shareConnection(host, { program, signal: never });
  const place = dirname(shared?.path ?? '');
  expect([shared?.isOurs, statSync(place).mode & 0o777]).toEqual([true, 0o700]);
  shared?.close();
  expect(statSync(place, { throwIfNoEntry: false })).toBe(undefined);
});

it('shares nothing where the path of a socket would be too long', async () => {
  answer('controlmaster false');
  const long = mkdtempSync(join(folder, 'x'.repeat(80)));
  vi.stubEnv('XDG_RUNTIME_DIR', long);
  expect(await shareConnection(host, { program, signal: never })).toBe(undefined);
});

it('waits until the socket is there, and no longer than the signal', async () => {
  const path = join(folder, 's');
  const early = untilShared(path, never);
  writeFileSync(join(folder, 'other'), '');
  writeFileSync(path, '');
  await early;
  await untilShared(path, never);
  const abort = new AbortController();
  const late = untilShared(join(folder, 'none'), abort.signal);
  abort.abort(new Error('gone'));
  await expect(late).rejects.toThrow('gone');
  await expect(untilShared(join(folder, 'no-folder', 's'), never)).rejects.toThrow('ENOENT');
});
