// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makePlace, removeLeftPlaces } from './left-connections.ts';

/** Linux gives no number above 4194304. */
const ended = 9_999_999;
const servers: Server[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-places-'));
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function leavePlace(pid: number, end = 'aaaaaa'): string {
  const place = join(folder, `bulkhead-ssh-${pid}-${end}`);
  mkdirSync(place, { mode: 0o700 });
  return place;
}

async function serve(path: string): Promise<void> {
  const server = createServer().listen(path);
  servers.push(server);
  await once(server, 'listening');
}

/** A socket whose process was killed. */
async function leaveSocket(path: string): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('there'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await gone;
}

it('removes a place whose process was killed, with and without its socket', async () => {
  leavePlace(ended, 'bbbbbb');
  await leaveSocket(join(leavePlace(ended), 's'));
  await removeLeftPlaces();
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves a place whose process runs, before its socket is there', async () => {
  const place = await makePlace();
  await removeLeftPlaces();
  expect(readdirSync(folder)).toEqual([basename(place)]);
});

it('leaves a place whose socket is served: an ssh outlives the window', async () => {
  const place = leavePlace(ended);
  await serve(join(place, 's'));
  await removeLeftPlaces();
  expect(readdirSync(place)).toEqual(['s']);
});

it('follows no link, neither in the place of a folder nor in one', async () => {
  const target = join(folder, 'target');
  mkdirSync(target, { mode: 0o700 });
  await leaveSocket(join(target, 's'));
  symlinkSync(target, join(folder, `bulkhead-ssh-${ended}-aaaaaa`));
  const place = leavePlace(ended, 'bbbbbb');
  symlinkSync(join(target, 's'), join(place, 's'));
  await removeLeftPlaces();
  expect([readdirSync(folder).length, readdirSync(target), readdirSync(place)]).toEqual([3, ['s'], ['s']]);
});

it('leaves what is not as it was made: a folder that others may open, and one that holds another file', async () => {
  chmodSync(leavePlace(ended), 0o755);
  writeFileSync(join(leavePlace(ended, 'bbbbbb'), 's'), '');
  mkdirSync(join(folder, 'bulkhead-ssh-config-cccccc'));
  await removeLeftPlaces();
  expect(readdirSync(folder)).toHaveLength(3);
});
