// SPDX-License-Identifier: Apache-2.0
/**
 * The main job, as an administrator does it: real Electron, real helper, real SELinux. Create, watch, type, provoke a
 * denial, read it, remove.
 */

import { expect, type Page, test } from '@playwright/test';
import { type Console, openConsole } from './console.ts';
import { openTestLab, type TestLab } from './lab.ts';
import type { ConsoleWindow } from './pages/console-window.ts';
import { takePicture } from './pictures.ts';

let lab: TestLab;
let opened: Console;
let page: Page;
let window: ConsoleWindow;

const name = `story-${process.pid}`;

test.describe.configure({ mode: 'serial' });

const picture = (title: string): Promise<void> => takePicture(opened.app, page, title);

test.beforeAll(async () => {
  test.setTimeout(900_000);
  lab = await openTestLab();
  opened = await openConsole(lab.guest);
  ({ page, window } = opened);
});

test.afterAll(async () => {
  await opened.close();
  await lab.guest.run(`lxc-stop -k -n ${name}; true`);
  await lab.stop();
});

test('the overview tells that SELinux enforces', async () => {
  await window.open('Overview');
  await expect(page.getByText('SELinux enforcing').first()).toBeVisible();
});

test('a container is created by pointing and clicking', async () => {
  const dialog = await (await window.open('Containers')).newContainer();
  await dialog.create({ name, image: 'debian-13' });
  await window.open('Containers');
  await expect(window.row(name)).toContainText(/running/i);
  await expect(window.row(name)).toContainText(/bulkhead_p_\d+_t/);
});

test('its terminal echoes what is typed', async () => {
  const terminal = await window.terminalOf(name);
  await terminal.type('echo answer-$((6*7))');
  await terminal.expectOutput('answer-42');
  await picture('terminal');
});

test('its graph moves under load', async () => {
  const terminal = await window.terminalOf(name);
  await window.tab('Overview');
  await expect.poll(() => window.percentOf('CPU')).toBeLessThan(20);
  await window.tab('Terminal');
  await terminal.type('timeout 60 sh -c "while :; do :; done" &');
  await window.tab('Overview');
  await expect.poll(() => window.percentOf('CPU')).toBeGreaterThan(50);
});

test('what SELinux denies it appears under it', async () => {
  const terminal = await window.terminalOf(name);
  await terminal.type('cat /proc/kallsyms | head -1; echo done-$((1+1))');
  await terminal.expectOutput('done-2');
  await window.tab('Denials');
  await page.getByRole('tab', { name: /^Causes/ }).click();
  await expect(page.getByText(/was denied reading/).first()).toBeVisible();
  await window.open('Denials');
  const matrix = page.getByRole('grid', { name: 'Denials by who and what' });
  // It stands beside the causes where there is room, and behind its tab where there is none.
  const pictureTab = page.getByRole('tab', { name: 'Picture' });
  await expect(matrix.or(pictureTab).first()).toBeVisible();
  if (await pictureTab.isVisible()) await pictureTab.click();
  await matrix.getByRole('button', { name: `${name}, Kernel: ` }).click();
  await expect(page.getByRole('group', { name: 'Graph of denials' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(matrix).toBeVisible();
  await page.getByRole('tab', { name: /^Causes/ }).click();
  await expect(page.getByRole('list', { name: 'Causes of denials' }).getByText(name).first()).toBeVisible();
  await window.choose('Order of the causes', 'newest');
  await page.getByRole('slider', { name: 'Denials over time' }).focus();
  for (let slot = 0; slot < 3; slot += 1) await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.getByRole('button', { name: 'show all' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Causes of denials' }).getByText(name).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'show all' })).toHaveCount(0);
  await page
    .getByRole('list', { name: 'Causes of denials' })
    .getByRole('listitem')
    .filter({ hasText: name })
    .first()
    .click();
  // The policy is read again after each change of it, which takes an emulated machine a while.
  const why = page.getByRole('region', { name: 'Why' });
  await expect(why).toContainText(/allow bulkhead_p_\d+_t system_map_t:file \{ read \}/);
  await expect(page.getByRole('region', { name: 'What can be done' })).toContainText(
    /\(allow bulkhead_p_\d+_t system_map_t \(file \(read\)\)\)/,
  );
  await picture('denials');
});

test('a name that a container chose is shown, and not obeyed (D7)', async () => {
  const terminal = await window.terminalOf(name);
  await terminal.type(
    String.raw`n=$'/root/<b id=own>\n\e]0;\u202e'; cp /bin/cat "$n"; "$n" /proc/kallsyms 2>/dev/null; echo done-$((1+2))`,
  );
  await terminal.expectOutput('done-3');
  await window.tab('Denials');
  await page.getByRole('tab', { name: /^Events/ }).click();
  await expect(page.getByText(String.raw`<b id=own>\n\x1b`).first()).toBeVisible();
  expect(await page.locator('#own').count()).toBe(0);
});

test('what was done is in the activity log', async () => {
  await window.open('Activity');
  await expect(
    page
      .getByRole('table', { name: 'Activity' })
      .getByRole('row', { name: new RegExp(name) })
      .first(),
  ).toBeVisible();
  await window.open('Overview');
});

test('it is removed with all its files', async () => {
  await window.open('Containers');
  await window.remove(name);
  await expect(window.row(name)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Notifications' }).getByText(`${name} was removed`)).toBeVisible();
  const left = await lab.guest.run(
    `ls -d /var/lib/lxc/${name} /var/lib/bulkhead/containers/${name}; grep -c ${name} /proc/self/mountinfo`,
  );
  expect(left.stdout.trim()).toBe('0');
});
