// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures of the window for the documentation. With BULKHEAD_SCREENSHOTS=FOLDER the tests also take pictures of each
 * story, in light colours, and in dark colours below `dark/`.
 */

import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

/** Says whether pictures are wanted. Steps that take minutes and only serve the pictures run only then. */
export const arePicturesWanted = process.env['BULKHEAD_SCREENSHOTS'] !== undefined;

/**
 * Pictures show neither a notification over their content, nor that the tests run in another Electron than the
 * released.
 */
const hidden = '.notifications, .runtime-line { visibility: hidden; }';

/** Does nothing without that folder. */
export async function takePicture(app: ElectronApplication, page: Page, title: string): Promise<void> {
  const folder = process.env['BULKHEAD_SCREENSHOTS'];
  if (folder === undefined) return;
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await page.emulateMedia({ colorScheme: theme });
    // Only pictures wait for a fixed time: until the colours have changed.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, theme === 'light' ? '.' : 'dark', `${title}.png`), style: hidden });
  }
}
