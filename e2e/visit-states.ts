// SPDX-License-Identifier: Apache-2.0
/** Goes to a state of the window and leaves it. */

import { expect, type Page } from '@playwright/test';
import type { WindowState } from './accessible-states.ts';

/** Milliseconds for what a state opens; a machine that is busy needs them. */
export const partMs = 30_000;

/** Opens a place of the window, and what is to be opened there, and waits for both. */
export async function showState(page: Page, { address, open }: WindowState): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
  await page.getByRole('main').getByRole('heading').first().waitFor();
  await expect(page.locator('.skeleton')).toHaveCount(0, { timeout: partMs });
  const part = await open?.(page);
  await part?.waitFor();
}

/** Returns to the page alone: menus, dialogs, details and the help close by Escape, the innermost first. */
export async function leaveState(page: Page): Promise<void> {
  const opened = page.locator('[role="dialog"], [role="menu"], .drawer, .help');
  for (let tries = 0; tries < 4 && (await opened.count()) > 0; tries += 1) {
    await page.keyboard.press('Escape');
    await waitUntilAtRest(page);
  }
  await expect(opened).toHaveCount(0, { timeout: partMs });
}

/** Moving and fading parts are let come to rest. */
export async function waitUntilAtRest(page: Page): Promise<void> {
  const rest =
    'Promise.allSettled(document.getAnimations().map((one) => one.effect?.getTiming().iterations === Infinity ? 0 : one.finished))';
  const late = `new Promise((_, reject) => setTimeout(() => reject(new Error('a part keeps moving')), ${partMs}))`;
  await page.evaluate(`Promise.race([${rest}, ${late}])`);
}
