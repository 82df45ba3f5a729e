// SPDX-License-Identifier: Apache-2.0
/**
 * What the denials page makes of a storm: frames drawn while 20,000 denials a second come in over 10,000 groups,
 * batched as the helper batches them, beside the same page at rest. Real Electron on a virtual display, the page's fake
 * host; so the figures hold the making of the storm too, which is the helper's in earnest.
 *
 *     npx tsx bench/window/run.ts [SECONDS]
 */

import { framesText, measureFrames, withMeasuredWindows } from './frames.ts';

const seconds = Number(process.argv[2] ?? 15);

await withMeasuredWindows(async (open) => {
  for (const scenario of ['usual', 'flood']) {
    await open(`?fake=${scenario}#/denials`, async (page) => {
      await page.getByRole('grid', { name: 'Denials by who and what' }).waitFor({ timeout: 90_000 });
      await page.waitForTimeout(3000);
      const frames = await measureFrames(page, seconds);
      const heapMb = (await page.evaluate<number>('performance.memory.usedJSHeapSize')) / 2 ** 20;
      console.log(`${scenario.padEnd(6)} ${framesText(frames)}; heap ${heapMb.toFixed(0)} MB`);
    });
  }
});
