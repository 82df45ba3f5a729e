// SPDX-License-Identifier: Apache-2.0
/** The window in real Electron on a system that speaks German, and after another language was chosen. */

import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { type Desktop, startDesktop } from '../scripts/electron/session.ts';

let desktop: Desktop;
let app: ElectronApplication;

test.beforeAll(async () => {
  desktop = await startDesktop({ display: 'virtual' });
  app = await _electron.launch({
    ...desktop.launch,
    args: [desktop.applicationFolder, '--host', 'local', '--lang=de'],
  });
});

test.afterAll(async () => {
  await app.close();
  await desktop.stop();
});

test('the window speaks the language of the system, and the one that is chosen', async () => {
  const page = await app.firstWindow();
  const sections = page.getByRole('navigation');
  const html = page.locator('html');
  await expect(sections.getByRole('link', { name: 'Verweigerungen' })).toBeVisible();
  await expect(html).toHaveAttribute('lang', 'de');

  await page.getByRole('button', { name: 'Sprache: Deutsch' }).click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await expect(sections.getByRole('link', { name: 'Denials' })).toBeVisible();
  await expect(html).toHaveAttribute('lang', 'en');

  await page.getByRole('button', { name: 'Language: English' }).click();
  await page.getByRole('menuitem', { name: 'As the system' }).click();
  await expect(sections.getByRole('link', { name: 'Verweigerungen' })).toBeVisible();
});
