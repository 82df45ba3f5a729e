// SPDX-License-Identifier: Apache-2.0
/**
 * What a terminal that floods costs the window: the real one, on a virtual display, connected to a lab. Figure: `yes |
 * head -c 50M` grows Electron's main process by at most 32 MB.
 *
 * npm run build && npx tsx bench/terminal/window.ts [LAB] [MEGABYTES]     a running, deployed lab; without it one is
 * started, and stopped at the end
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { _electron, type ElectronApplication } from '@playwright/test';
import { ConsoleWindow } from '../../e2e/pages/console-window.ts';
import { openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Guest } from '../../lab/guest.ts';
import { startDesktop } from '../../scripts/electron/session.ts';
import { withLab } from '../lab-argument.ts';

const container = 'bench-window';
const [name, megabytesText = '50'] = process.argv.slice(2);
const megabytes = Number(megabytesText);
/** For all of it to come and be drawn. */
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
