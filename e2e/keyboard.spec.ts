// SPDX-License-Identifier: Apache-2.0
/**
 * Does the main job without a mouse: create a container, see a denial, apply its remedy. It uses the page's fake host
 * and no lab.
 */

import { expect, test, type Locator, type Page } from '@playwright/test';
import { startFakeWindows, type FakeWindows } from '../scripts/electron/fake-window.ts';
import { remediableCause } from './accessible-states.ts';
import { skipGettingStarted } from './console.ts';

let windows: FakeWindows;

test.beforeAll(async () => {
  windows = await startFakeWindows();
});
test.afterAll(() => windows.stop());

/** More stops of the Tab key than any page has. */
const maxStops = 150;

test('a container is created, a denial is seen and its remedy applied', () =>
  windows.open('?fake=usual#/containers', async (page) => {
    const keys = page.keyboard;
    await beginAtContainers(page);

    await keys.press('n');
    const form = page.getByRole('dialog', { name: 'New container' });
    await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await keys.type('shop-2');
    await pressAt(page, form.getByRole('button', { name: 'Create', exact: true }));
    const open = form.getByRole('button', { name: 'Open shop-2' });
    await open.waitFor();
    await pressAt(page, open);
    await expect(page.getByRole('tab', { name: 'Overview', selected: true })).toBeVisible();

    await keys.press('g');
    await keys.press('d');
    await page.getByRole('list', { name: 'Causes of denials' }).waitFor();
    await pressAt(page, remediableCause(page));
    const apply = page.getByRole('region', { name: 'What can be done' }).getByRole('button', { name: 'Apply' }).first();
    await apply.waitFor();
    await pressAt(page, apply);
    const question = page.getByRole('dialog');
    const confirm = question.getByRole('button', { name: 'Apply', exact: true });
    await confirm.waitFor();
    for (const box of await question.getByRole('checkbox').all()) await pressAt(page, box, 'Space');
    await pressAt(page, confirm);
    await expect(question).toHaveCount(0);
    await expect(
      page.getByRole('complementary', { name: 'Denial' }).getByRole('button', { name: 'Undo' }),
    ).toBeVisible();
  }));

test('help opens at the page and over a dialog, is searched and closed, and gives the focus back', () =>
  windows.open('?fake=usual#/containers', async (page) => {
    const keys = page.keyboard;
    await beginAtContainers(page);
    await keys.press('n');
    const name = page.getByRole('dialog', { name: 'New container' }).getByRole('textbox', { name: 'Name' });
    await expect(name).toBeFocused();
    await keys.press('F1');
    await page.getByRole('article', { name: 'The list of containers' }).waitFor();
    await goTo(page, page.getByRole('searchbox', { name: 'Search the guide' }));
    await keys.type('learning');
    await pressAt(page, page.getByRole('list', { name: 'Sections found' }).getByRole('button').first());
    await page.getByRole('article', { name: 'Remedies, and own domains' }).waitFor();
    await keys.press('Escape');
    await expect(page.getByRole('article')).toHaveCount(0);
    await expect(name).toBeFocused();
  }));

async function beginAtContainers(page: Page): Promise<void> {
  await skipGettingStarted(page, 'lab');
  await page.evaluate('location.hash = "#/containers"');
  await page.reload();
  await page.getByRole('grid', { name: 'Containers' }).waitFor();
}

/** Goes to the place by the Tab key alone. */
async function goTo(page: Page, place: Locator): Promise<void> {
  for (let stop = 0; stop < maxStops; stop += 1) {
    if (await place.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`cannot reach ${String(place)} by the Tab key`);
}

async function pressAt(page: Page, place: Locator, key = 'Enter'): Promise<void> {
  await goTo(page, place);
  await page.keyboard.press(key);
}
