// SPDX-License-Identifier: Apache-2.0
/**
 * A host over ssh on which no rule of polkit allows the user anything: the real window asks for the administrator's
 * password, to see the host and for each action that ends something.
 */

import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { type Desktop, startDesktop } from '../scripts/electron/session.ts';
import { skipGettingStarted } from './console.ts';
import { openTestLab, type TestLab } from './lab.ts';
import { ConsoleWindow } from './pages/console-window.ts';

let lab: TestLab;
let desktop: Desktop;
let app: ElectronApplication;
let page: Page;

const name = `asked-${process.pid}`;

test.beforeAll(async () => {
  test.setTimeout(900_000);
  lab = await openTestLab();
  await lab.guest.mustRun(['bulkheadctl', 'create', name, '--image', 'debian-13', '--start']);
  desktop = await startDesktop({ display: 'virtual', lab: lab.guest });
  const host = `lab://admin@${lab.guest.name}`;
  app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder, '--host', host] });
  page = await app.firstWindow();
  page.setDefaultTimeout(120_000);
  await skipGettingStarted(page, host);
});

test.afterAll(async () => {
  await app.close();
  await lab.guest.run(['bulkheadctl', 'rm', '--force', '--yes', name]);
  await desktop.stop();
  await lab.stop();
});

/** Answers what polkit asks until there is nothing left to do; gives which actions it was, in their order. */
async function answerUntil(isDone: (actions: readonly string[]) => Promise<boolean>): Promise<readonly string[]> {
  const actions: string[] = [];
  const dialog = page.getByRole('dialog', { name: /^Authentication on/ });
  await expect
    .poll(
      async () => {
        if (await dialog.isVisible()) {
          const action = /for (org\.bulkhead\.\S+)\./.exec(await dialog.innerText())?.[1] ?? '';
          const field = dialog.getByLabel('Password');
          await field.fill('admin');
          await field.press('Enter');
          actions.push(action);
        }
        return isDone(actions);
      },
      { timeout: 300_000 },
    )
    .toBe(true);
  return actions;
}

test('asks for a password to see the host, and for one to stop a container', async () => {
  test.setTimeout(900_000);
  const window = new ConsoleWindow(page);
  const row = window.row(name);
  await page.evaluate('location.hash = "#/containers"');
  const seen = await answerUntil(async (actions) => actions.length >= 3 && (await row.isVisible()));
  expect(seen[0]).toBe('org.bulkhead.view-host');
  // Each of these once, whichever of the feeds asks first.
  expect(seen.toSorted()).toEqual(['activity', 'denials', 'host'].map((what) => `org.bulkhead.view-${what}`));
  await row.getByRole('button', { name: `Stop ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: /^Authentication on/ });
  await expect(dialog).toContainText(`stop or limit the container ${name}`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Nothing was changed: the authentication was dismissed.')).toBeVisible();
  await expect(row).toContainText('running');

  await row.getByRole('button', { name: `Stop ${name}` }).click();
  expect(await answerUntil(async () => (await row.innerText()).includes('stopped'))).toEqual([
    'org.bulkhead.manage-containers',
  ]);
});
