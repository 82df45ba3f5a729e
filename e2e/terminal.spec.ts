// SPDX-License-Identifier: Apache-2.0
/**
 * Terminals with real keys, a real selection and a real reload of the page, which a component test does not have. The
 * page's fake host; no lab.
 */

import { expect, test, type Locator, type Page } from '@playwright/test';
import { startFakeWindows, type FakeWindows } from '../scripts/electron/fake-window.ts';
import { skipGettingStarted } from './console.ts';

let windows: FakeWindows;

test.beforeAll(async () => {
  windows = await startFakeWindows();
});
test.afterAll(() => windows.stop());

function withTerminal(use: (page: Page, screen: Locator) => Promise<void>): Promise<void> {
  return windows.open('?fake=usual#/containers/web/terminal', async (page) => {
    await skipGettingStarted(page, 'lab');
    // It is cleared at the very end: until then the page keeps the session that it may have opened.
    await page.evaluate(`addEventListener('pagehide', () => sessionStorage.clear())`);
    await page.reload();
    const screen = page.locator('.xterm-rows');
    await expect(screen).toContainText('root@web');
    await page.evaluate(`navigator.clipboard.writeText = async (text) => void (window.copied = text)`);
    await use(page, screen);
  });
}

const copied = (page: Page): Promise<unknown> => page.evaluate('window.copied');

/** Selects the first word of a line: what draws the text takes no pointer, the terminal does. */
async function selectWord(page: Page, line: Locator): Promise<void> {
  const place = await line.boundingBox();
  if (place === null) throw new Error('the line is not on the screen');
  await page.mouse.dblclick(place.x + 20, place.y + place.height / 2);
}

async function choose(page: Page, entry: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More about terminals' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

test('text is found from match to match, and the terminal has the keyboard again', () =>
  withTerminal(async (page, screen) => {
    // Four matches, of which the last two are far from each other and from what is seen.
    await page.keyboard.type('echo needle\nseq 300\necho needle\nseq 300\n');
    await expect(screen).toContainText('300');
    await page.keyboard.press('Control+Shift+F');
    const field = page.getByRole('searchbox', { name: 'Search the terminal' });
    await field.fill('nowhere');
    await expect(page.getByText('No matches')).toBeVisible();
    await field.fill('needle');
    await expect(page.getByRole('search').getByRole('status')).toHaveText('4 of 4');
    await expect(screen).toContainText('needle');
    await expect(screen).not.toContainText('Debian GNU/Linux');
    for (const _ of ['the command', 'the first output']) await field.press('Enter');
    await expect(screen).toContainText('Debian GNU/Linux');
    await field.press('Escape');
    await page.keyboard.type('echo back\n');
    await expect(screen).toContainText('back');
  }));

test('one key leaves the terminal for its tab, and all others are the program’s', () =>
  withTerminal(async (page, screen) => {
    for (const key of ['Tab', 'F6', 'Escape']) {
      await page.keyboard.press(key);
      await expect(page.locator('.xterm-helper-textarea')).toBeFocused();
    }
    await page.keyboard.press('Control+Shift+F6');
    await expect(
      page.getByRole('group', { name: 'Sessions' }).getByRole('button', { name: 'Session 1', exact: true }),
    ).toBeFocused();
    await expect(screen).toContainText('root@web');
  }));

test('what is selected is copied by a key, and at once only where that was chosen', () =>
  withTerminal(async (page, screen) => {
    await page.keyboard.type('echo unmistakable\n');
    const line = screen.locator('> div', { hasText: /^unmistakable/ });
    await selectWord(page, line);
    expect(await copied(page)).toBe(undefined);
    await page.keyboard.press('Control+Shift+C');
    expect(await copied(page)).toBe('unmistakable');

    await page.evaluate('delete window.copied');
    await choose(page, /^Copy what is selected/);
    await selectWord(page, line);
    expect(await copied(page)).toBe('unmistakable');
    await choose(page, /^Copy only by key/);
  }));

test('what a terminal holds is saved', () =>
  withTerminal(async (page) => {
    await choose(page, /^Save output/);
    await expect(page.getByText('The output was saved as /home/operator/web Session 1.txt.')).toBeVisible();
  }));

test('a session goes on while the window shows other pages', () =>
  withTerminal(async (page, screen) => {
    await page.keyboard.type('echo before\n');
    await expect(screen).toContainText('before');
    await page.evaluate('location.hash = "#/denials"');
    await expect(page.getByRole('heading', { name: 'Denials in the last 24 hours' })).toBeVisible();
    await page.evaluate('location.hash = "#/containers/web/terminal"');
    await expect(screen).toContainText('before');
    await expect(page.locator('.terminal-view')).toHaveCount(1);
    await page.keyboard.type('echo after\n');
    await expect(screen).toContainText('after');
  }));
