// SPDX-License-Identifier: Apache-2.0
/**
 * A program in a cgroup of its own, which tells all the CPU time that it and its threads used. It can be stopped and
 * continued, so that programs take turns.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface MeteredProgram {
  readonly name: string;
  /** Lets it run for so long, and gives what it used and what it did. */
  run(milliseconds: number): Promise<{ readonly cpuUsec: number; readonly containerSamples: number }>;
  end(): Promise<void>;
}

export interface ProgramOptions {
  readonly name: string;
  readonly command: readonly [file: string, ...args: string[]];
  /** Container-samples that a line of its output stands for. */
  readonly countOf: (line: string) => number;
}

const meters = '/sys/fs/cgroup/bulkhead-bench-meters';

export function startMetered({ name, command: [file, ...args], countOf }: ProgramOptions): MeteredProgram {
  const meter = join(meters, name);
  mkdirSync(meter, { recursive: true });
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SYSTEMD_COLORS: '0', TERM: 'dumb' },
  });
  writeFileSync(join(meter, 'cgroup.procs'), String(child.pid));
  let count = 0;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) count += countOf(line);
  });
  const usage = (): number => Number(/^usage_usec (\d+)$/m.exec(readFileSync(join(meter, 'cpu.stat'), 'utf8'))?.[1]);
  return {
    name,
    async run(milliseconds) {
      if (child.exitCode !== null) throw new Error(`cannot measure: ${name} has ended`);
      const before = { cpuUsec: usage(), count };
      child.kill('SIGCONT');
      await sleep(milliseconds);
      child.kill('SIGSTOP');
      await sleep(300);
      return { cpuUsec: usage() - before.cpuUsec, containerSamples: count - before.count };
    },
    async end() {
      child.kill('SIGKILL');
      await ended(child);
      await sleep(200);
      rmdirSync(meter);
    },
  };
}

/** Removes the cgroup of the meters when all programs have ended. */
export function removeMeters(): void {
  rmdirSync(meters);
}

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once('exit', resolve))
    : Promise.resolve();
}
