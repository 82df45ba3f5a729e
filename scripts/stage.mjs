// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the stages of a longer job: one line when a stage begins, one with its time when it has ended. Plain JavaScript,
 * since it runs before anything is installed.
 */

import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';

/** Thrown when a command ends with another code than 0. */
export class StageError extends Error {}

/** Runs `work` as a named stage and gives what it gives. */
export async function stage(name, work) {
  const begun = Date.now();
  process.stdout.write(`• ${name} ...\n`);
  try {
    const value = await work();
    process.stdout.write(`✓ ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`);
    return value;
  } catch (error) {
    process.stdout.write(`✗ ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`);
    throw error;
  }
}

/**
 * Runs a command with this process's output; rejects with its name and code when it fails. One that is aside gives way
 * to others, and its output comes as a whole.
 * Signals that are passed on end the command, not this process: so it stays until the command has closed what it
 * opened.
 */
export function run(command, args, { passOn = [], isAside = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', isAside ? 'pipe' : 'inherit', isAside ? 'pipe' : 'inherit'],
      ...options,
    });
    const output = isAside ? gather(child) : [];
    for (const signal of passOn) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => reject(new StageError(`cannot run ${command}: ${error.message}`)));
    child.on(isAside ? 'close' : 'exit', (code, signal) => {
      process.stdout.write(Buffer.concat(output));
      if (code === 0) resolve();
      else reject(new StageError(`cannot go on: ${[command, ...args].join(' ')} ended with ${signal ?? code}`));
    });
  });
}

function gather(child) {
  if (child.pid !== undefined) setPriority(child.pid, 10);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => output.push(bytes));
  return output;
}
