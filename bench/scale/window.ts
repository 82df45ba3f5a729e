// SPDX-License-Identifier: Apache-2.0
/**
 * The window with the containers of a whole cluster: the first row, a filter as it is typed, and the memory of the
 * page's process. Real Electron on a virtual display, the page's fake host, which is in the same process: so the memory
 * holds what the helper has, too. Figures: at most 1 s, and 500 MB.
 *
 *     npx tsx bench/scale/window.ts [CONTAINERS [MEMBERS]]
 */

import { loadavg } from 'node:os';
import type { ElectronApplication, Page } from '@playwright/test';
import { typedTimes, withMeasuredWindows } from '../window/frames.ts';

const containers = Number(process.argv[2] ?? 10_000);
const members = Number(process.argv[3] ?? 100);

await withMeasuredWindows(async (open) => {
  for (const count of [100, containers])
    await open(`?fake=many&containers=${count}&members=${members}#/overview`, async (page, application) => {
      await page
        .locator('.rail-count', { hasText: String(count) })
        .first()
        .waitFor({ timeout: 90_000 });
      await page.waitForTimeout(3000);
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
    });
});

/** Of each kind of process, as Electron counts it. */
async function memoryOf(application: ElectronApplication): Promise<string> {
  const all = await application.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, memory }) => ({ type, kilobytes: memory.workingSetSize })),
  );
  return all.map(({ type, kilobytes }) => `${type} ${(kilobytes / 1024).toFixed(0)} MB`).join(', ');
}

/** Of the page's own objects. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return `${(usedSize / 2 ** 20).toFixed(0)} MB`;
}
