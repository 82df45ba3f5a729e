// SPDX-License-Identifier: Apache-2.0
/**
 * Twelve live charts on one page, of two containers or of up to eight: frames while they slide with each sample, what a
 * sample costs the page in processor time, and memory while 30 minutes pass by the page's clock. Real Electron on a
 * virtual display, the page's fake host, whose own denials and samples are in the memory too. Figures: 95 % of frames
 * under 20 ms, and no growth of memory.
 *
 *     npx tsx bench/window/charts.ts [CONTAINERS [SECONDS [MINUTES]]]
 */

import type { CDPSession, Page } from '@playwright/test';
import { framesText, measureFrames, withMeasuredWindows } from './frames.ts';

const count = Number(process.argv[2] ?? 2);
const seconds = Number(process.argv[3] ?? 20);
const minutes = Number(process.argv[4] ?? 30);
const containers = ['web', 'db', 'mail', 'cache', 'wiki', 'build-runner', 'git', 'metrics'].slice(0, count);
const address = `?fake=usual#/compare?metric=all&containers=${containers.join(',')}`;
const charts = 12;
/** What the page keeps is full then: samples of ten minutes, and denials. */
const minutesToFill = 12;
const minutesBetween = 3;

await withMeasuredWindows(async (open) => {
  await open(address, async (page) => {
    await untilDrawn(page);
    await page.waitForTimeout(3000);
    const beside = await withoutCharts(page, () => measureFrames(page, seconds));
    console.log(`without charts ${framesText(beside)}`);
    const frames = await measureFrames(page, seconds);
    console.log(`twelve charts  ${framesText(frames)} (one in twenty: at most 20)`);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await threadSeconds(session);
    await page.waitForTimeout(seconds * 1000);
    const spent = (await threadSeconds(session)) - before;
    console.log(`               ${((spent / seconds) * 1000).toFixed(0)} ms of processor time a second`);
  });
  await open(address, async (page) => {
    await page.clock.install();
    await page.reload();
    await untilDrawn(page);
    const session = await page.context().newCDPSession(page);
    await pass(page, minutesToFill);
    const sizes = [await usedMebibytes(session)];
    for (let minute = 0; minute < minutes; minute += minutesBetween) {
      await pass(page, minutesBetween);
      sizes.push(await usedMebibytes(session));
    }
    console.log(
      `heap over ${minutes} minutes by the page's clock: ${sizes.map((size) => size.toFixed(1)).join(', ')} MiB; ` +
        `${growth(sizes).toFixed(2)} MiB an hour`,
    );
  });
});

async function untilDrawn(page: Page): Promise<void> {
  await page.locator('.chart-plot path').first().waitFor({ timeout: 90_000 });
  const count = await page.locator('.chart-plot').count();
  if (count !== charts) throw new Error(`cannot measure: the page has ${count} charts`);
}

/** Measures on a page of the same window that draws no charts. */
async function withoutCharts<T>(page: Page, measure: () => Promise<T>): Promise<T> {
  const place = await page.evaluate<string>('location.hash');
  await page.evaluate('location.hash = "#/images"');
  await page.waitForTimeout(1000);
  const measured = await measure();
  await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
  await untilDrawn(page);
  return measured;
}

/** A few seconds at a time, so that each sample is drawn. */
async function pass(page: Page, count: number): Promise<void> {
  for (let second = 0; second < count * 60; second += 5) await page.clock.runFor(5000);
}

/** What the page's thread has worked so far. */
async function threadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

async function usedMebibytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

/** The slope of the line through all sizes, in an hour. */
function growth(sizes: readonly number[]): number {
  const middle = (sizes.length - 1) / 2;
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const covariance = sizes.reduce((sum, size, index) => sum + (index - middle) * (size - mean), 0);
  const variance = sizes.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return (covariance / variance) * (60 / minutesBetween);
}
