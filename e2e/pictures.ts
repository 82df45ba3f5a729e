/** Pictures of the window for the documentation: with BULKHEAD_SCREENSHOTS=FOLDER the stories are told in pictures too, light and dark. */

import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

/** Does nothing without that folder. */
export async function takePicture(app: ElectronApplication, page: Page, title: string): Promise<void> {
  const folder = process.env['BULKHEAD_SCREENSHOTS'];
  if (folder === undefined) return;
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => { nativeTheme.themeSource = source; }, theme);
    await page.emulateMedia({ colorScheme: theme });
    // Only pictures wait by the clock: for the colours to have changed.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, theme === 'light' ? `${title}.png` : `${title}-dark.png`) });
  }
}
