// SPDX-License-Identifier: Apache-2.0
/**
 * A denial that somebody caused by moving a file, as an administrator meets it: why, the narrowest remedy, undone,
 * and all labels put right. Then the policy module of a container, changed and brought back. Real Electron, real
 * helper, real SELinux.
 */

import { expect, type Page, test } from '@playwright/test';
import { openLabClient, type LabClient } from '../hosts/fixtures/lab-client.ts';
import { type Console, openConsole } from './console.ts';
import { openTestLab, type TestLab } from './lab.ts';
import type { ConsoleWindow } from './pages/console-window.ts';
import { takePicture } from './pictures.ts';

let lab: TestLab;
let helper: LabClient;
let opened: Console;
let page: Page;
let window: ConsoleWindow;

const name = `pages-${process.pid}`;
const source = `/srv/${name}`;
const denied = 'Permission denied';

test.describe.configure({ mode: 'serial' });

const picture = (title: string): Promise<void> => takePicture(opened.app, page, title);

test.beforeAll(async () => {
  test.setTimeout(900_000);
  lab = await openTestLab();
  await lab.guest.mustRun(
    `mkdir -p ${source} && cd /srv && echo welcome > index.html && chcon -t user_home_t index.html`,
  );
  helper = await openLabClient(lab.guest);
  await helper.create({ name, image: 'debian-13', confinement: 'own', ports: [{ protocol: 'tcp', port: 8080 }] });
  const client = await helper.client();
  await client.stream('volume.attach', { name, source, target: '/var/www' }).result;
  await client.request('container.start', { name });
  await lab.guest.mustRun(`mv /srv/index.html ${source}`);
  opened = await openConsole(lab.guest);
  ({ page, window } = opened);
});

test.afterAll(async () => {
  await opened.close();
  await helper.close();
  await lab.guest.run(`umount ${source}; rm -rf ${source}`);
  await lab.stop();
});

async function read(): Promise<string> {
  return (await helper.exec(name, 'cat', '/var/www/index.html')).output;
}

const notice = (text: RegExp) => page.getByRole('region', { name: 'Notifications' }).getByText(text).first();

test('a file that was moved onto a volume is denied, and the window says why and what the label should be', async () => {
  const terminal = await window.terminalOf(name);
  await terminal.type('cat /var/www/index.html');
  await terminal.expectOutput(denied);
  await window.open('Denials');
  await page.getByRole('tab', { name: /^Causes/ }).click();
  await window.choose('Order of the causes', 'newest');
  await page
    .getByRole('list', { name: 'Causes of denials' })
    .getByRole('listitem')
    .filter({ hasText: name })
    .first()
    .click();
  const why = page.getByRole('region', { name: 'Why' });
  await expect(why).toContainText('The file has the wrong label');
  await expect(why).toContainText(`${source}/index.html`);
  await expect(page.getByRole('region', { name: 'What can be done' })).toContainText(`-- ${source}/index.html`);
  await picture('denial-moved');
});

test('the remedy shows what it changes, is applied, and the file is read', async () => {
  await page.getByRole('region', { name: 'What can be done' }).getByRole('button', { name: 'Apply' }).click();
  const dialog = page.getByRole('dialog', { name: 'Give it the label of its volume' });
  await expect(dialog).toContainText('chcon ');
  await picture('remedy');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(notice(/^Applied: Give /)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('Allowed now');
  expect(await read()).toBe('welcome');
});

test('it is undone by one click, and denied again', async () => {
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click();
  await expect(notice(/^Undone: Give /)).toBeVisible();
  expect(await read()).toContain(denied);
});

test('all labels of the container are looked at, and put right', async () => {
  await window.open('Containers');
  await window.row(name).getByRole('link', { name, exact: true }).click();
  await window.tab('Configuration');
  await page.getByRole('button', { name: 'Check labels…' }).click();
  const dialog = page.getByRole('dialog', { name: `Labels of ${name}` });
  await expect(
    dialog.getByRole('table', { name: 'Wrong labels' }).getByRole('row', { name: /index\.html/ }),
  ).toBeVisible();
  await expect(dialog.getByText('1 label is wrong')).toBeVisible();
  await picture('labels');
  await dialog.getByRole('button', { name: 'Restore 1 label' }).click();
  await expect(notice(/^Restored the labels of 1 file of /)).toBeVisible();
  expect(await read()).toBe('welcome');
});

test('a module that would break the isolation is rejected with its line', async () => {
  await window.open('Policy');
  await page.getByRole('navigation', { name: 'Policy modules' }).getByRole('button', { name }).click();
  await appendRule('(allow self shadow_t (file (read)))');
  await page.getByRole('button', { name: 'Check changes' }).click();
  await expect(page.getByRole('alert').getByText(/^line \d+: .*break the isolation/)).toBeVisible();
  await picture('policy-rejected');
});

test('one that opens a little is tried, installed, and brought back', async () => {
  await undoTyping();
  await appendRule('(allow self self (netlink_fib_lookup_socket (create)))');
  await page.getByRole('button', { name: 'Check changes' }).click();
  await expect(page.getByRole('region', { name: 'Changes' })).toContainText('netlink_fib_lookup_socket');
  await picture('policy-tried');
  await page.getByRole('button', { name: 'Install' }).click();
  const versions = page.getByRole('table', { name: /^Versions of / });
  await expect(versions.getByRole('row', { name: /^2 .*installed/ })).toBeVisible();
  await versions.getByRole('row', { name: /^1 / }).getByRole('button', { name: 'View' }).click();
  await page.getByRole('button', { name: 'Go back to version 1' }).click();
  await expect(versions.getByRole('row', { name: /^3 .*installed/ })).toBeVisible();
});

/** `self` as the source stands for the container's own domain, whose name is long. */
async function appendRule(rule: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: /^Source of / });
  await expect(editor).toContainText('8080');
  const domain = /bulkhead_p_\d+_t/.exec(await editor.innerText())?.[0] ?? '';
  await editor.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(`\n${rule.replace('(allow self ', `(allow ${domain} `)}`);
}

async function undoTyping(): Promise<void> {
  await page.getByRole('textbox', { name: /^Source of / }).focus();
  await page.keyboard.press('Control+z');
}
