// SPDX-License-Identifier: Apache-2.0
/** `npm run pictures [-- NAME...]`: takes the pictures of the guide that need no real host, or only these. */

import { join } from 'node:path';
import { startFakeWindows } from '../scripts/electron/fake-window.ts';
import { checkout } from '../scripts/electron/stage-app.ts';
import { type GuidePicture, guidePictures } from './guide-pictures.ts';

const folder = join(checkout, 'assets/screenshots');
const wanted = process.argv.slice(2);
const windows = await startFakeWindows();
try {
  // The first window of a profile begins with the first steps.
  await windows.open('?fake=usual', (page) => page.getByRole('heading', { name: /^Getting started/ }).waitFor());
  // Each picture gets a window of its own: what one opened or stopped is not in the next.
  for (const picture of guidePictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    await take(picture);
} finally {
  await windows.stop();
}

async function take({ name, address, host = 'usual', open, ready, then }: GuidePicture): Promise<void> {
  await windows.open(`?fake=${host}${address}`, async (page) => {
    page.setDefaultTimeout(30_000);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.getByRole('main').waitFor();
    await ready?.(page).waitFor();
    await (await open?.(page))?.waitFor();
    await then?.(page);
    // What comes over the feeds is there by then, and nothing moves.
    await page.waitForTimeout(2000);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    console.log(name);
  });
}
