// SPDX-License-Identifier: Apache-2.0
/**
 * What would make an administrator distrust the window: a green above unknowns, a verdict beside its contrary, an end
 * without a question, a letter that stops a container, text that is lost. The page's fake host; no lab.
 */

import { expect, test, type Locator, type Page } from '@playwright/test';
import { startFakeWindows, type FakeWindows } from '../scripts/electron/fake-window.ts';

let windows: FakeWindows;

test.beforeAll(async () => {
  windows = await startFakeWindows();
});
test.afterAll(() => windows.stop());

const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: new RegExp(`^${name}`) });

/** Gives the name of the container whose row has the focus. */
async function nameAtFocus(page: Page): Promise<string | null> {
  return page.evaluate<string | null>('document.activeElement?.closest("[role=row]")?.dataset.name ?? null');
}

/** Begins at the first steps: a host that is met for the first time shows them by itself, wherever a person is. */
async function openHost(fake: 'plain' | 'usual', use: (page: Page) => Promise<void>): Promise<void> {
  await windows.open(`?fake=${fake}#/getting-started`, async (page) => {
    await page.getByRole('heading', { name: /^Getting started with/ }).waitFor();
    await use(page);
  });
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
  await page.getByRole('main').getByRole('heading').first().waitFor();
}

test('a host whose SELinux is disabled is nowhere said to isolate', () =>
  openHost('plain', async (page) => {
    await goTo(page, '#/isolation');
    const map = page.getByRole('region', { name: 'Isolation map' });
    await map.getByRole('grid').waitFor();
    await expect(map).not.toContainText('all isolated');
    await expect(map).toContainText('SELinux enforces nothing on this host');
  }));

test('containers that share their categories are not isolated, in the list and on their page', () =>
  openHost('usual', async (page) => {
    await goTo(page, '#/containers');
    await expect(rowOf(page, 'wiki')).toContainText('Not isolated');
    await goTo(page, '#/containers/wiki/security');
    const main = page.getByRole('main');
    await expect(main.getByText(/shares (its )?categories with staging/i).first()).toBeVisible();
    await expect(main).not.toContainText(/cannot access other containers|out of reach|with its own categories/);
  }));

test('killing a container is asked first', () =>
  openHost('usual', async (page) => {
    await goTo(page, '#/containers/web/overview');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /^Kill/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('main').getByText('running', { exact: true }).first()).toBeVisible();
  }));

test('no letter stops a container', () =>
  openHost('usual', async (page) => {
    await goTo(page, '#/containers');
    await rowOf(page, 'db').waitFor();
    for (let stops = 0; stops < 60 && (await nameAtFocus(page)) === null; stops += 1) await page.keyboard.press('Tab');
    for (let rows = 0; rows < 20 && (await nameAtFocus(page)) !== 'db'; rows += 1)
      await page.keyboard.press('ArrowDown');
    expect(await nameAtFocus(page)).toBe('db');
    await page.keyboard.press('s');
    // A stop of another one that began later has ended: that of db would have ended, too.
    await rowOf(page, 'wiki').getByRole('button', { name: /^Stop/ }).click();
    await expect(rowOf(page, 'wiki')).toContainText('stopped');
    await expect(rowOf(page, 'db')).toContainText('running');
  }));

test('text that was typed is there after a visit to another page', () =>
  openHost('usual', async (page) => {
    await goTo(page, '#/policy/db');
    const editor = page.locator('.cm-content').first();
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('; typed and not saved');
    await expect(editor).toContainText('; typed and not saved');
    await goTo(page, '#/alerts');
    await goTo(page, '#/policy/db');
    await editor.click();
    await page.keyboard.press('Control+End');
    await expect(editor).toContainText('; typed and not saved');

    await goTo(page, '#/containers/web/configuration');
    const description = page.getByRole('textbox', { name: 'Description' });
    await description.fill('changed and not saved');
    await goTo(page, '#/containers/web/network');
    await goTo(page, '#/containers/web/configuration');
    await expect(description).toHaveValue('changed and not saved');

    await goTo(page, '#/containers');
    await page.getByRole('button', { name: 'New container' }).click();
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('not-created');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'New container' }).click();
    await expect(name).toHaveValue('not-created');
  }));
