// SPDX-License-Identifier: Apache-2.0
/**
 * Starts a packed application as an ordinary user, sandboxed, on a display of its own, and looks at the screen.
 * Its fuses keep Playwright out, so the picture is the witness; and the switches that an attacker would try must do
 * nothing.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeLauncher } from '../electron/launcher.ts';
import { isRoot } from '../electron/places.ts';
import { type Desktop, startDesktop } from '../electron/session.ts';

interface Attempt {
  readonly name: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const attempts: readonly Attempt[] = [
  {
    name: 'ELECTRON_RUN_AS_NODE',
    words: ['-e', 'console.log("breached")'],
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  },
  {
    name: 'NODE_OPTIONS',
    words: [],
    environment: { NODE_OPTIONS: '--import=data:text/javascript,console.log("breached")' },
  },
  { name: '--inspect', words: ['--inspect=0'], environment: {} },
];

export async function checkStart(packed: string, picture: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-packed-'));
  let desktop: Desktop | undefined;
  try {
    const application = join(folder, 'application');
    await cp(packed, application, { recursive: true });
    await chmod(folder, 0o755);
    await ownSandbox(join(application, 'chrome-sandbox'));
    desktop = await startDesktop({ display: 'virtual', application });
    const launcher = join(folder, 'bulkhead');
    await writeLauncher(launcher, join(application, 'bulkhead'), desktop.user);
    await lookAt(launcher, desktop, picture);
    for (const one of attempts) await attempt(launcher, one, desktop.env);
  } finally {
    await desktop?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the installed package's own files have. */
async function ownSandbox(path: string): Promise<void> {
  if (!isRoot) return;
  await chown(path, 0, 0);
  await chmod(path, 0o4755);
}

async function lookAt(launcher: string, desktop: Desktop, picture: string): Promise<void> {
  const empty = join(desktop.home, 'empty.png');
  await desktop.screenshot(empty);
  const child = spawn(launcher, [], { env: desktop.env, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    for (let second = 0; second < 20; second += 1) {
      await Promise.race([sleep(1000), ended]);
      if (child.exitCode !== null)
        throw new Error(`cannot start the packed application: it ended with ${child.exitCode}`);
      await desktop.screenshot(picture);
      if (second >= 2 && !(await readFile(picture)).equals(await readFile(empty))) return;
    }
    throw new Error(`cannot start the packed application: nothing is on the screen after 20 seconds (${picture})`);
  } finally {
    await end(child, ended);
  }
}

async function attempt(launcher: string, { name, words, environment }: Attempt, env: Desktop['env']): Promise<void> {
  const child = spawn(launcher, words, { env: { ...env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'exit');
  await Promise.race([sleep(3000), ended]);
  await end(child, ended);
  if (output.includes('breached') || output.includes('Debugger listening'))
    throw new Error(`cannot ship this: ${name} makes the packed application run or listen for other code\n${output}`);
}

/** A window that is still starting does not hear the first signal. */
async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await Promise.race([sleep(3000, undefined, { ref: false }), ended]);
  child.kill('SIGKILL');
  await ended;
}
