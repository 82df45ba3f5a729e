// SPDX-License-Identifier: Apache-2.0
/**
 * The connection to a host dies under the real window: it says so, tries again by itself, and shows what the host is
 * like by then.
 */

import { readFile } from 'node:fs/promises';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { type Desktop, startDesktop } from '../scripts/electron/session.ts';
import { skipGettingStarted } from './console.ts';
import { openTestLab, type TestLab } from './lab.ts';
import { ConsoleWindow } from './pages/console-window.ts';
import { descendants } from './processes.ts';

let lab: TestLab;
let desktop: Desktop;
let app: ElectronApplication;
let page: Page;
let window: ConsoleWindow;

const [before, meanwhile] = [`before-${process.pid}`, `meanwhile-${process.pid}`];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(900_000);
  lab = await openTestLab();
  desktop = await startDesktop({ display: 'virtual', lab: lab.guest });
  await addForeign(before);
  const host = lab.guest.name === 'lab' ? 'lab' : `lab://operator@${lab.guest.name}`;
  app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder, '--host', host] });
  page = await app.firstWindow();
  await skipGettingStarted(page, host);
  window = await new ConsoleWindow(page).open('Containers');
  await expect(window.row(before)).toBeVisible();
});

test.afterAll(async () => {
  await app.close();
  await lab.guest.run(
    `systemctl start bulkhead-helper.socket; rm -rf /var/lib/lxc/${before} /var/lib/lxc/${meanwhile}`,
  );
  await desktop.stop();
  await lab.stop();
});

test('a helper that stops is missed, asked for again, and seen again when it is back', async () => {
  await lab.guest.mustRun(['systemctl', 'stop', 'bulkhead-helper.socket', 'bulkhead-helper.service']);
  await expect(page.getByRole('alert')).toContainText('No connection to');
  await expect(page.getByText(/Showing data as of \d\d:\d\d\./)).toBeVisible();
  await expect(window.row(before)).toBeVisible();
  // An attempt of its own has failed by now.
  await expect(page.getByRole('alert')).toContainText('does not answer');
  // The button is pressed while nothing listens: afterwards the window may be quicker than the hand.
  await page.getByRole('button', { name: 'Try now' }).click();
  await addForeign(meanwhile);
  await removeForeign(before);
  await lab.guest.mustRun(['systemctl', 'start', 'bulkhead-helper.socket']);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(window.row(meanwhile)).toBeVisible();
  await expect(window.row(before)).toHaveCount(0);
});

test('an ssh that dies is replaced without a word from anybody, and the feeds are alive', async () => {
  const said = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        new MutationObserver((_, observer) => {
          const text = document.querySelector('.banner.connection')?.textContent ?? '';
          if (!text.includes('No connection to')) return;
          observer.disconnect();
          resolve(text);
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  const children = await sshChildren();
  expect(children).toHaveLength(1);
  for (const pid of children) process.kill(pid, 'SIGKILL');
  expect(await said).toContain('Next attempt in');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(sshChildren).toHaveLength(1);
  await removeForeign(meanwhile);
  await expect(window.row(meanwhile)).toHaveCount(0);
});

/** A container of other tools: enough to be listed, and made in a moment. */
async function addForeign(name: string): Promise<void> {
  await lab.guest.mustRun(
    `mkdir -p /var/lib/lxc/${name} && echo 'lxc.uts.name = ${name}' > /var/lib/lxc/${name}/config`,
  );
}

async function removeForeign(name: string): Promise<void> {
  await lab.guest.mustRun(['rm', '-rf', `/var/lib/lxc/${name}`]);
}

/** The window's ways to the helper: each is one ssh. */
async function sshChildren(): Promise<readonly number[]> {
  const pids = await descendants(app.process().pid);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter(
    (_, index) => commands[index]?.includes('helper.sock') === true && /(^|\/)ssh\0/.test(commands[index]),
  );
}
