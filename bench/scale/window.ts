// SPDX-License-Identifier: Apache-2.0
/**
 * The window with the containers of a whole cluster: the first row, a filter as it is typed, and the memory of its
 * processes. The real window on a virtual display, main process and all, connected to a socket on which the fake host
 * answers in this process: so what is measured is what a window has, and nothing of a host. Figures: at most 1 s, and
 * 500 MB of the page's process.
 *
 *     npm run build -- electron renderer && npx tsx bench/scale/window.ts [CONTAINERS [MEMBERS]]
 */

import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { type Desktop, startDesktop } from '../../scripts/electron/session.ts';
import { createFakeHost } from '../../testing/fake-host.ts';
import { typedTimes } from '../window/frames.ts';
import { startOpenHost } from '../window/start-open-host.ts';
import 'vscode-jsonrpc/node';

const containers = Number(process.argv[2] ?? 10_000);
const members = Number(process.argv[3] ?? 100);

const desktop = await startDesktop({ display: 'virtual' });
try {
  // The first of them is the first visit of the host as well, which leads to the first steps.
  for (const count of [100, containers]) await measure(desktop, count);
} finally {
  await desktop.stop();
}

async function measure({ launch, applicationFolder }: Desktop, count: number): Promise<void> {
  const host = await startOpenHost({ host: createFakeHost({ hostname: 'scale', containers: count, members }) });
  const env = { ...launch.env, BULKHEAD_SOCKET: host.socketPath };
  const application = await _electron.launch({ ...launch, env, args: [applicationFolder, '--host', 'local'] });
  try {
    await measureWindow(application, await application.firstWindow(), count);
  } finally {
    await application.close();
    await host.close();
  }
}

async function measureWindow(application: ElectronApplication, page: Page, count: number): Promise<void> {
  await page
    .locator('.rail-count', { hasText: String(count) })
    .first()
    .waitFor({ timeout: 90_000 });
  await page.waitForTimeout(3000);
  // It cannot be a script of the page, which takes none that is not its own.
  await page.evaluate(await readFile(join(import.meta.dirname, '../window/measure.js'), 'utf8'));
  // A window begins where the last one was left. Not at the overview: its audit compares all pairs, in this process.
  await page.evaluate('location.hash = "#/activity"');
  await page.locator('.container-row').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(1000);
  console.log(`${count} containers on ${members} members, load ${(loadavg()[0] ?? 0).toFixed(1)}`);
  const first = await page.evaluate<number>(
    'timeUntil(() => { location.hash = "#/containers" }, () => document.querySelector(".container-row") !== null)',
  );
  console.log(`first row   ${first.toFixed(0)} ms`);
  const times = await typedTimes(page, 'tenant-4242');
  console.log(`filter      ${times.map((time) => time.toFixed(0)).join(', ')} ms a key`);
  console.log(`memory      ${await memoryOf(application)}`);
  await page.waitForTimeout(30_000);
  console.log(`later       ${await memoryOf(application)}; heap ${await heapOf(page)} after a collection`);
}

/** Says how much memory each kind of process uses, as Electron counts it. */
async function memoryOf(application: ElectronApplication): Promise<string> {
  const all = await application.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, memory }) => ({ type, kilobytes: memory.workingSetSize })),
  );
  return all.map(({ type, kilobytes }) => `${type} ${(kilobytes / 1024).toFixed(0)} MB`).join(', ');
}

/** Says how much the page's own objects use. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return `${(usedSize / 2 ** 20).toFixed(0)} MB`;
}
