// SPDX-License-Identifier: Apache-2.0
/** Opens the console's window for `npm start`. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from './session.ts';

export interface OpenWindow {
  /** Gives the exit code when the window has closed. */
  readonly ended: Promise<number>;
  /**
   * Resolves when the window shows everything that its host has reported; never resolves for a host that is not
   * reached.
   */
  readonly filled: Promise<void>;
  /** Asks the window to close, and ensures that it does. */
  close(): Promise<void>;
}

/** Chromium's complaints about a machine without a desktop say nothing about the console. */
const chromiumNoise = /^\[\d+:\d+\/\d+\.\d+:(?:ERROR|WARNING|INFO)|^\s*$/;

/** Matches what electron/main.ts logs of the title that renderer/app/frame/use-window-title.ts gives the window. */
const filledTitle = /^bulkhead: the window shows ".* - Bulkhead"$/;
const anyTitle = /^bulkhead: the window shows "/;

export function openWindow(desktop: Desktop, host: string): OpenWindow {
  // It gets a process group of its own: Ctrl-C in the terminal goes to `npm start`, which closes the window in order,
  // and not to each of the window's processes.
  const child = spawn(desktop.executablePath, [desktop.applicationFolder, `--host=${host}`], {
    env: desktop.env,
    stdio: ['ignore', 'inherit', 'pipe'],
    detached: true,
  });
  const filled = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (filledTitle.test(line)) resolve();
      else if (!anyTitle.test(line) && !chromiumNoise.test(line)) process.stderr.write(`${line}\n`);
    });
  });
  const ended = once(child, 'exit').then(([code]) => Number(code ?? 0));
  return { ended, filled, close: () => close(child, ended) };
}

/** A window that is still starting does not handle the first signal. */
async function close(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await Promise.race([sleep(3000, undefined, { ref: false }), ended]);
  child.kill('SIGKILL');
  await ended;
}
