// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures of the window for the documentation: with BULKHEAD_SCREENSHOTS=FOLDER the tests take pictures as well,
 * light, and below `dark/`, to be looked at.
 */

import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

/** Whether pictures are wanted: what takes minutes and is only looked at is done for them alone. */
export const arePicturesWanted = process.env['BULKHEAD_SCREENSHOTS'] !== undefined;

/** Does nothing without that folder. */
export async function takePicture(app: ElectronApplication, page: Page, title: string): Promise<void> {
  const folder = process.env['BULKHEAD_SCREENSHOTS'];
  if (folder === undefined) return;
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await page.emulateMedia({ colorScheme: theme });
    // Only pictures wait by the clock: for the colours to have changed.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, theme === 'light' ? '.' : 'dark', `${title}.png`) });
  }
}
