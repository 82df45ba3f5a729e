// SPDX-License-Identifier: Apache-2.0
/** Runs one virtual machine as a child process. It ends with the process that started it, however that one ends. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Monitor } from './monitor.ts';
import { type MachineOptions, qemuArguments } from './qemu-arguments.ts';

export interface Machine {
  readonly pid: number;
  readonly ended: Promise<void>;
  /** Pulls the plug. Nothing of value is on the disk of an instance. */
  kill(): Promise<void>;
}

export async function startMachine(options: MachineOptions, signal?: AbortSignal): Promise<Machine> {
  await mkdir(dirname(options.monitor), { recursive: true, mode: 0o700 });
  await rm(options.monitor, { force: true });
  const args = ['--pdeathsig', 'KILL', '--', 'qemu-system-x86_64', ...qemuArguments(options)];
  const child = spawn('setpriv', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const complaint = collect(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  await Promise.race([
    untilRunning(options.monitor, signal),
    ended.then(() => Promise.reject(new Error(`cannot start the lab's machine: ${complaint()}`))),
  ]).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return { pid: child.pid ?? 0, ended, kill };
}

/** A machine that loads a snapshot answers its monitor at once, but runs only when its memory is loaded. */
async function untilRunning(monitorPath: string, signal?: AbortSignal): Promise<void> {
  while (!existsSync(monitorPath)) await sleep(20, undefined, signal && { signal });
  const monitor = await Monitor.open(monitorPath);
  try {
    for (;;) {
      const { status } = (await monitor.run('query-status')) as { status: string };
      if (status === 'running') return;
      // It was frozen while stopped, and wakes as it was.
      if (status === 'paused') await monitor.run('cont');
      else if (status !== 'inmigrate' && status !== 'prelaunch')
        throw new Error(`cannot start the lab's machine: it is ${status}`);
      await sleep(50, undefined, signal && { signal });
    }
  } finally {
    monitor.close();
  }
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000);
  });
  child.once('error', (error) => {
    text += error.message;
  });
  return () => text.trim() || 'it ended at once';
}

/**
 * The last lines that the guest's kernel and systemd wrote on the serial line: what to show when a boot does not
 * succeed.
 */
export async function consoleTail(path: string, lines = 15): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
