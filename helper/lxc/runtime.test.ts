// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRuntimeReader, monitorNames } from './runtime.ts';

const root = mkdtempSync(join(tmpdir(), 'cgroups-'));
const monitors: ChildProcess[] = [];

/** A process with the title of LXC's monitor of a container, in the monitor's cgroup of a run. */
async function startMonitor(name: string, run: string): Promise<void> {
  const title = JSON.stringify(`[lxc monitor] /var/lib/lxc ${name}`);
  // A title has the room of the arguments that the process was started with.
  const child = spawn(process.execPath, [
    '-e',
    `process.title = ${title}; process.stdout.write('.'); setInterval(() => undefined, 60_000)`,
    'x'.repeat(100),
  ]);
  monitors.push(child);
  await once(child.stdout, 'data');
  mkdirSync(join(root, `lxc.monitor.${run}`));
  writeFileSync(join(root, `lxc.monitor.${run}`, 'cgroup.procs'), `${child.pid}\n`);
}

beforeAll(async () => {
  await startMonitor('web', 'web-1');
  await startMonitor('web-2', 'web-2');
  await startMonitor('web', 'web-3');
});
afterAll(() => {
  for (const monitor of monitors) monitor.kill();
  rmSync(root, { recursive: true });
});

test('a container’s monitors are found under the names that LXC counts up, and another of such a name is not it', () => {
  expect([...monitorNames(root, 'web')]).toEqual(['web', 'web-1', 'web-3']);
  expect([...monitorNames(root, 'web-2')]).toEqual(['web-2']);
  expect([...monitorNames(root, 'eb')]).toEqual(['eb']);
});

test('many are looked for only where a monitor was when the cgroups were listed', () => {
  const looked: string[] = [];
  const read = createRuntimeReader(root, (_root, name) => {
    looked.push(name);
    return undefined;
  });
  for (const name of ['web', 'web-2', 'web-3', 'eb', 'db']) read(name);
  // The first has the monitor `web-1`.
  expect(looked).toEqual(['web', 'web-2', 'web-3']);
  expect(createRuntimeReader(join(root, 'gone'))('web')).toBeUndefined();
});
