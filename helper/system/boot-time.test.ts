// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readBootTime } from './boot-time.ts';

it('is exact enough that a process never appears to start before what came ahead of it', async () => {
  const boot = readBootTime() ?? Number.NaN;
  for (let round = 0; round < 5; round++) {
    const before = Date.now() / 1000;
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const after = Date.now() / 1000;
    const stat = readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const started = boot + Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]) / 100;
    // Two values of the kernel are rounded down to a hundredth of a second.
    expect(started).toBeGreaterThan(before - 0.03);
    expect(started).toBeLessThan(after + 0.03);
  }
  expect(readBootTime()).toBe(boot);
});
