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
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame } from '../../rpc/frame.ts';
import { bundle } from '../../scripts/build/bundle.ts';
import { helperFlags } from '../../scripts/build/helper.ts';
import { checkout } from '../../scripts/build/target.ts';
import { createFuzzFrames, type FuzzFrames } from '../../helper/server/fixtures/fuzz-frames.ts';

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

const frames = Number(process.argv[2] ?? 1_000_000);
const rights = process.argv[3] ?? 'denied';
const steps = 10;
const connections = 4;
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
  await send(path, 2_000, 0);
  const before = await memoryOf(program, 'now');
  console.log(`${rights}; at rest ${text(before)}`);
  for (let step = 1; step <= steps; step += 1) {
    await send(path, frames / steps, step);
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

async function send(path: string, count: number, seed: number): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      sendBy(path, count / connections, createFuzzFrames(seed * connections + index)),
    ),
  );
}

/** Over one connection after another: some frames end theirs. */
async function sendBy(path: string, count: number, source: FuzzFrames): Promise<void> {
  let sent = 0;
  while (sent < count) {
    const socket = connect(path);
    socket.on('error', () => undefined);
    socket.resume();
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write(
      encodeFrame({ jsonrpc: '2.0', id: 0, method: 'session.hello', params: { protocol: 1, interactive: false } }),
    );
    for (let breaks = false; sent < count && !socket.destroyed && !breaks; sent += 1) {
      const frame = source.next();
      breaks = frame.breaks;
      if (!socket.write(frame.bytes)) await drained(socket, closed);
    }
    socket.end();
    await closed;
  }
}

async function drained(socket: Socket, closed: Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  await Promise.race([once(socket, 'drain', { signal: abort.signal }).catch(() => undefined), closed]);
  abort.abort();
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
