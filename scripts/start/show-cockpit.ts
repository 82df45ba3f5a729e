// SPDX-License-Identifier: Apache-2.0
/** Shows the pages in the Cockpit of a lab, in the browser of this machine. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cockpitAddress, describeCockpit, startCockpitLab } from '../../lab/cockpit/cockpit-lab.ts';
import { installPage } from '../../lab/cockpit/install-page.ts';
import { deploy } from '../../lab/deploy.ts';
import { findLab, type Guest, type Lab } from '../../lab/guest.ts';
import { printProgress } from '../../lab/progress.ts';
import { stage } from '../stage.mjs';

/** Names the lab: others on this machine have no Cockpit. */
const labName = 'cockpit';

/**
 * Resolves when the signal aborts, or the lab ends. A lab that runs already is brought up to date and left running; one
 * that is started here ends with the signal.
 */
export async function showCockpit(signal: AbortSignal, say: (text: string) => void): Promise<void> {
  const { guest, started } = await stage('lab with Cockpit and the helper', () => openLab(signal));
  try {
    if (guest.webPort === undefined) throw new Error(`cannot show Cockpit: the lab "${labName}" has none`);
    const address = `${cockpitAddress(guest.webPort)}/bulkhead`;
    const isOpened = await openBrowser(address);
    say(describeCockpit(guest.webPort));
    say(isOpened ? 'the browser shows it; press Ctrl-C to end' : 'open it in a browser; press Ctrl-C to end');
    const ended = started?.ended ?? new Promise(() => undefined);
    if (!signal.aborted) await Promise.race([once(signal, 'abort'), ended]);
  } finally {
    await started?.stop();
  }
}

async function openLab(signal: AbortSignal): Promise<{ readonly guest: Guest; readonly started: Lab | undefined }> {
  const running = await findLab(labName);
  if (running === undefined) {
    const started = await startCockpitLab({ name: labName, signal, onProgress: printProgress });
    return { guest: started, started };
  }
  await deploy(running, printProgress);
  await installPage(running, printProgress);
  return { guest: running, started: undefined };
}

/** Gives whether the desktop of this machine took the address. */
async function openBrowser(address: string): Promise<boolean> {
  const hasScreen = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasScreen) return false;
  const opener = spawn('xdg-open', [address], { stdio: 'ignore' });
  return new Promise((resolve) => {
    opener.once('error', () => resolve(false));
    opener.once('close', (code) => resolve(code === 0));
  });
}
