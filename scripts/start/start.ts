// SPDX-License-Identifier: Apache-2.0
/** Second half of `npm start`, once node_modules is there: build, lab, helper, runtime, window. */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deploy } from '../../lab/deploy.ts';
import { startDeployedLab } from '../../lab/deployed-lab.ts';
import { findLab, type Guest, type Lab } from '../../lab/guest.ts';
import { printProgress } from '../../lab/progress.ts';
import { openWindow } from '../electron/open-window.ts';
import { type Desktop, startDesktop } from '../electron/session.ts';
import { stage } from '../stage.mjs';
import { buildWhenStale } from './build-when-stale.ts';
import { firstPicture } from './first-picture.ts';
import { showCockpit } from './show-cockpit.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { host: { type: 'string', default: 'lab' }, cockpit: { type: 'boolean', default: false } },
  });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

  await stage('build', () => buildWhenStale(root));
  if (values.cockpit) {
    await showCockpit(stop.signal, say);
    return;
  }
  const lab = values.host === 'lab' ? await stage('lab with the helper', () => openLab(stop.signal)) : undefined;
  try {
    const desktop = await stage('Electron runtime and display', () =>
      startDesktop({ lab: lab?.guest, home: 'kept', signal: stop.signal, onProgress: say }),
    );
    try {
      await showWindow(desktop, values.host, stop.signal);
    } finally {
      await desktop.stop();
    }
  } finally {
    await lab?.started?.stop();
  }
}

/**
 * A lab that runs already is brought up to date, used and left running; one that is started here ends with the window.
 */
async function openLab(signal: AbortSignal): Promise<{ readonly guest: Guest; readonly started: Lab | undefined }> {
  const running = await findLab();
  if (running === undefined) {
    const started = await startDeployedLab({ signal, onProgress: printProgress });
    return { guest: started, started };
  }
  await deploy(running, printProgress);
  return { guest: running, started: undefined };
}

async function showWindow(desktop: Desktop, host: string, signal: AbortSignal): Promise<void> {
  const window = openWindow(desktop, host);
  const close = (): void => void window.close();
  signal.addEventListener('abort', close, { once: true });
  const display = desktop.isVirtual
    ? `, on the virtual display ${desktop.display ?? ''}: this machine has no screen`
    : '';
  say(`the window is open on ${host}${display}; close it, or press Ctrl-C, to end`);
  const gone = new AbortController();
  void window.ended.then(() => gone.abort());
  if (desktop.isVirtual) await sayPicture(desktop, window.filled, AbortSignal.any([signal, gone.signal]));
  await window.ended;
}

async function sayPicture(desktop: Desktop, filled: Promise<void>, signal: AbortSignal): Promise<void> {
  const path = join(tmpdir(), `bulkhead-window-${process.pid}.png`);
  const isShown = await firstPicture(desktop, { path, filled, signal }).catch(() => false);
  if (!signal.aborted)
    say(
      isShown
        ? `screenshot: ${path}`
        : `the window has not shown its host within two minutes; what the display has: ${path}`,
    );
}

function say(text: string): void {
  process.stdout.write(`  ${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
