// SPDX-License-Identifier: Apache-2.0
/**
 * What broken and odd frames leave behind in the helper's memory: its server, with the flags of the unit, on a socket
 * of this machine, and a client that sends frames as fast as they are taken.
 * Figure: a million frames let it grow by at most 50 MB, which come back.
 *
 *     npx tsx bench/fairness/memory.ts [FRAMES] [allowed|denied]
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from '../../scripts/build/bundle.ts';
import { helperFlags } from '../../scripts/build/helper.ts';
import { checkout } from '../../scripts/build/target.ts';
import { sendFrames } from './send-frames.ts';

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

const frames = Number(process.argv[2] ?? 1_000_000);
const rights = process.argv[3] ?? 'denied';
const steps = 10;
const megabyte = 1024 * 1024;
const maxGrowth = 50;

const output = join(checkout, 'dist/bench/memory.mjs');
await bundle({
  entry: 'bench/fairness/memory-program.ts',
  output,
  format: 'esm',
  external: ['better-sqlite3', 'koffi'],
});
const program = fork(output, [rights], { execArgv: [...helperFlags, '--expose-gc'] });
try {
  const [{ path }] = (await once(program, 'message')) as [{ path: string }];
  await measure(path);
} finally {
  program.send('end');
  await once(program, 'exit');
}

async function measure(path: string): Promise<void> {
  // The engine compiles its code, and the pools of the system fill, with the first frames: these are no growth.
  await sendFrames(path, 2_000, 0);
  const before = await memoryOf(program, 'now');
  console.log(`${rights}; at rest ${text(before)}`);
  for (let step = 1; step <= steps; step += 1) {
    await sendFrames(path, frames / steps, step);
    console.log(`${(frames / steps) * step} frames: ${text(await memoryOf(program, 'now'))}`);
  }
  const after = await memoryOf(program, 'now');
  await sleep(10_000);
  const later = await memoryOf(program, 'now');
  const collected = await memoryOf(program, 'collected');
  const growth = (after.rss - before.rss) / megabyte;
  console.log(
    `grown by ${growth.toFixed(1)} MB (at most ${maxGrowth}); ten seconds later ${text(later)}; after a collection ${text(collected)}`,
  );
  if (growth > maxGrowth) process.exitCode = 1;
}

async function memoryOf(child: ChildProcess, when: 'now' | 'collected'): Promise<Memory> {
  const answered = once(child, 'message');
  child.send(when);
  return ((await answered) as [Memory])[0];
}

function text({ rss, heapUsed, external }: Memory): string {
  const [resident, heap, outside] = [rss, heapUsed, external].map((bytes) => (bytes / megabyte).toFixed(1));
  return `${resident} MB resident (heap ${heap}, outside ${outside})`;
}
