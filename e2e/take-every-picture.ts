// SPDX-License-Identifier: Apache-2.0
/**
 * `npx tsx e2e/take-every-picture.ts FOLDER [WIDTHxHEIGHT-LOOK...]`: takes a picture of every page and dialog of the
 * window on the page's fake host, in sizes and looks, for somebody who looks through all of them. LOOK is light, dark or
 * german. What does not open is printed.
 */

import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startFakeWindows } from '../scripts/electron/fake-window.ts';
import { checkout } from '../scripts/electron/stage-app.ts';
import { windowStates } from './accessible-states.ts';
import { translateNames } from './translate-names.ts';
import { leaveState, partMs, showState, waitUntilAtRest } from './visit-states.ts';

const sizes = ['640x400', '900x700', '1280x800', '1440x900', '1920x1080'];
const [folder, ...chosen] = process.argv.slice(2);
if (folder === undefined) throw new Error('cannot take pictures: name the folder for them');
const wanted =
  chosen.length > 0 ? chosen : sizes.flatMap((size) => [`${size}-light`, `${size}-dark`, `${size}-german`]);

const windows = await startFakeWindows();
try {
  for (const variant of wanted)
    await windows.open('?fake=usual#/overview', (page) => takeAll(page, variant, join(folder, variant)));
} finally {
  await windows.stop();
}

/** Takes all pictures of one size and look into a folder of their own. */
async function takeAll(page: Page, variant: string, into: string): Promise<void> {
  const [, width, height, look] = /^(\d+)x(\d+)-(light|dark|german)$/.exec(variant) ?? [];
  if (look === undefined) throw new Error(`cannot take pictures of ${variant}: it is no WIDTHxHEIGHT-LOOK`);
  await mkdir(into, { recursive: true });
  page.setDefaultTimeout(partMs / 3);
  await page.setViewportSize({ width: Number(width), height: Number(height) });
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  const language = look === 'german' ? 'de' : 'en';
  // A window that has met its host shows the overview, not the first steps.
  await page.evaluate(
    `localStorage.clear(); localStorage.setItem('bulkhead.language', '${language}'); localStorage.setItem('bulkhead.hosts.met', '["lab"]')`,
  );
  const reader = look === 'german' ? translateNames(page, await readGerman()) : page;
  await load(page);
  for (const [index, state] of windowStates.entries()) {
    const name = `${String(index).padStart(3, '0')}-${state.title.replaceAll(/[^\w]+/g, '-')}`;
    try {
      await showState(reader, state);
      await waitUntilRead(page);
      await page.screenshot({ path: join(into, `${name}.png`), animations: 'disabled' });
      await leaveState(page);
      await dismissNotifications(page);
    } catch (error) {
      console.log(`${variant} ${name}: ${String(error).split('\n')[0] ?? ''}`);
      await page.screenshot({ path: join(into, `${name}-not-opened.png`), animations: 'disabled' });
      await load(page);
    }
  }
}

/** Waits until nothing that the dialog shows is being read, or nothing of the page where there is no dialog. */
async function waitUntilRead(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  const shown = (await dialog.count()) > 0 ? dialog : page.getByRole('main');
  await expect(shown.locator('.skeleton, [role="progressbar"]')).toHaveCount(0, { timeout: partMs / 3 });
  await waitUntilAtRest(page);
}

/** Closes the notifications of one state, which would cover a part of the next. */
async function dismissNotifications(page: Page): Promise<void> {
  const dismiss = page.locator('.notification .MuiIconButton-root');
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

async function load(page: Page): Promise<void> {
  await page.evaluate('localStorage.removeItem("bulkhead.host"); location.hash = "#/overview"');
  await page.reload();
  await page.getByRole('main').getByRole('heading').first().waitFor();
}

/** Gives the German text of each English one. */
async function readGerman(): Promise<ReadonlyMap<string, string>> {
  const texts = join(checkout, 'renderer/texts/de');
  const catalogues = await Promise.all(
    (await readdir(texts)).map(async (file) => JSON.parse(await readFile(join(texts, file), 'utf8')) as object),
  );
  return new Map(catalogues.flatMap((catalogue) => Object.entries(catalogue) as [string, string][]));
}
