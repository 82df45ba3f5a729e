// SPDX-License-Identifier: Apache-2.0
/**
 * The list of containers with many of them: the first row after the list has come, a filter as it is typed, frames
 * while it is scrolled and while samples arrive, and elements on the page. Real Electron on a virtual display, the
 * page's fake host.
 *
 *     npx tsx bench/window/list.ts [CONTAINERS [SECONDS]]
 */

import type { Page } from '@playwright/test';
import { framesText, measureFrames, measureScroll, typedTimes, withMeasuredWindows } from './frames.ts';

const containers = Number(process.argv[2] ?? 1000);
const seconds = Number(process.argv[3] ?? 15);
/** Gives the pixels to the end of the list. */
const toBegin =
  '(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(' +
  'Object.assign(document.querySelector(".container-table"), { scrollTop: 0 }))';

await withMeasuredWindows((open) =>
  open(`?fake=many&containers=${containers}#/overview`, async (page, application) => {
    // The rail counts the containers: the list has come, and nothing of it is drawn yet.
    await page
      .locator('.rail-count', { hasText: String(containers) })
      .first()
      .waitFor({ timeout: 90_000 });
    await page.waitForTimeout(3000);
    console.log(`${containers} containers`);
    console.log(
      `first row   ${(await timeOf(page, 'location.hash = "#/containers"', '.container-row')).toFixed(0)} ms`,
    );
    console.log(`elements    ${await page.evaluate<number>('document.querySelectorAll("*").length')}`);
    console.log(`at rest     ${framesText(await measureFrames(page, seconds))}`);
    for (const pixelsPerSecond of [1200, 3600]) {
      // The list does not move at its end, and nothing is drawn there.
      const length = await page.evaluate<number>(toBegin);
      const turned = Math.min(seconds, length / pixelsPerSecond);
      const scroll = { selector: '.container-table', pixelsPerSecond, seconds: turned };
      const scrolled = measureScroll(application, page, scroll);
      const gap = page.evaluate<number>(`measureGap(${turned * 1000})`);
      console.log(
        `wheel, ${pixelsPerSecond} pixels a second for ${turned.toFixed(0)} s: ${framesText(await scrolled)}; ` +
          `${await gap} pixels without rows at most`,
      );
    }
    await page.evaluate(toBegin);
    console.log(
      `filter      ${(await typedTimes(page, 'tenant-42')).map((time) => time.toFixed(0)).join(', ')} ms a key`,
    );
    await page.evaluate('document.querySelector("[data-filter]").select()');
    await page.keyboard.press('Delete');
    const byCpu = 'document.querySelectorAll(".container-head button")[3].click()';
    console.log(`sort by CPU ${(await timeOf(page, byCpu, '[aria-sort=descending]')).toFixed(0)} ms`);
    console.log(`sorted      ${framesText(await measureFrames(page, seconds))}`);
  }),
);

/** Milliseconds from an act, which is JavaScript of the page, to the frame that shows what is looked for. */
function timeOf(page: Page, act: string, selector: string): Promise<number> {
  return page.evaluate<number>(`timeUntil(() => { ${act} }, () => document.querySelector('${selector}') !== null)`);
}
