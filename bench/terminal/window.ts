// SPDX-License-Identifier: Apache-2.0
/**
 * What a terminal that floods costs the window: the real one, on a virtual display, connected to a lab. Figures: `yes |
 * head -c 50M` grows Electron's main process by at most 32 MB; 20 MB of lines are drawn in at most twice the time of
 * `ssh -tt HOST lxc-attach`, and 95 % of the frames meanwhile take less than 34 ms.
 *
 * npm run build && npx tsx bench/terminal/window.ts [LAB] [MEGABYTES]     a running, deployed lab; without it one is
 * started, and stopped at the end
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { ConsoleWindow } from '../../e2e/pages/console-window.ts';
import { openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { startDesktop } from '../../scripts/electron/session.ts';
import { withLab } from '../lab-argument.ts';
import { type Frames, framesText, measureFrames } from '../window/frames.ts';
import { attachBySsh, secondsToWrite, writeLines } from './beside-ssh.ts';

type Terminal = Awaited<ReturnType<ConsoleWindow['terminalOf']>>;

const container = 'bench-window';
const [name, megabytesText = '50'] = process.argv.slice(2);
const megabytes = Number(megabytesText);
const comparedMegabytes = 20;
const rounds = 3;
/** Less than the lines take. */
const framesSeconds = 8;
/** All of it has to come and be drawn within this time. */
const timeoutMs = 300_000;

await withLab(name, async (guest) => {
  const helper = await openLabClient(guest);
  try {
    await helper.create({ name: container, image: 'debian-13', start: true });
    await helper.booted(container);
    await measureWindow(guest);
  } finally {
    await helper.close();
  }
});

async function measureWindow(guest: Guest): Promise<void> {
  const desktop = await startDesktop({ display: 'virtual', lab: guest });
  const app = await _electron.launch({
    ...desktop.launch,
    args: [desktop.applicationFolder, '--host', guest.name === 'lab' ? 'lab' : `lab://operator@${guest.name}`],
  });
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(timeoutMs);
    const terminal = await new ConsoleWindow(page).terminalOf(container);
    await compareOutput(guest, page, terminal);
    const flood = async (size: number): Promise<void> => {
      await terminal.type(`yes | head -c ${size}M; clear; echo flood-$((${size}+1))-over`);
      await page
        .locator('.xterm-rows')
        .getByText(`flood-${size + 1}-over`)
        .first()
        .waitFor({ timeout: timeoutMs });
    };
    // What is allocated at the first output is no growth of this one.
    await flood(2);
    const processes = await processesOf(app);
    const before = processes.map(([what, pid]) => [what, pid, residentOf(pid, 'VmRSS')] as const);
    for (const [, pid] of processes) writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const begun = performance.now();
    await flood(megabytes);
    console.log(`${megabytes} MB, drawn within ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    for (const [what, pid, resident] of before)
      console.log(
        `${what}: ${resident.toFixed(0)} MB before, at most ` +
          `${(residentOf(pid, 'VmHWM') - resident).toFixed(1)} MB more ` +
          `meanwhile${what === 'main' ? ' (at most 32)' : ''}`,
      );
  } finally {
    await app.close();
    await desktop.stop();
  }
}

/** Turn by turn; the quickest of each counts. */
async function compareOutput(guest: Guest, page: Page, terminal: Terminal): Promise<void> {
  await page.evaluate(readFileSync(join(import.meta.dirname, '../window/measure.js'), 'utf8'));
  await terminal.type(`lines() { ${writeLines(comparedMegabytes)}; clear; echo "lines $1 over"; }`);
  const command = ['sh', '-c', writeLines(comparedMegabytes)];
  let [own, other] = [Infinity, Infinity];
  const frames: Frames[] = [];
  for (let round = 0; round < rounds; round += 1) {
    other = Math.min(other, await secondsToWrite(attachBySsh(guest, container, command), comparedMegabytes));
    const begun = performance.now();
    await terminal.type(`lines ${round}`);
    const measured = measureFrames(page, framesSeconds);
    await page.locator('.xterm-rows').getByText(`lines ${round} over`).first().waitFor();
    own = Math.min(own, (performance.now() - begun) / 1000);
    frames.push(await measured);
  }
  console.log(
    `${comparedMegabytes} MB of lines: drawn within ${own.toFixed(1)} s, ssh and lxc-attach ${other.toFixed(1)} s, ` +
      `ratio ${(own / other).toFixed(2)} (at most 2)`,
  );
  for (const one of frames) console.log(`frames meanwhile: ${framesText(one)} (one in twenty: at most 34)`);
}

async function processesOf(app: ElectronApplication): Promise<(readonly [string, number])[]> {
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ type, pid }) => ({ type, pid })),
  );
  const pidOf = (type: string): number => metrics.find((one) => one.type === type)?.pid ?? 0;
  return [
    ['main', pidOf('Browser')],
    ['page', pidOf('Tab')],
  ];
}

/** Megabytes. */
function residentOf(pid: number, key: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
