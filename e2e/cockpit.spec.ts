// SPDX-License-Identifier: Apache-2.0
/**
 * The same pages in Debian's own Cockpit: a real browser, a login by PAM, the real helper, SELinux enforcing. It takes
 * minutes, so it runs where everything is tested (`npm test -- --whole`).
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { expect, type FrameLocator, test } from '@playwright/test';
import WebSocket from 'ws';
import { isThorough } from '../lab/thorough.ts';
import { type CockpitBrowser, type CockpitSession, fillLogin, openCockpitBrowser, pageIn } from './cockpit-browser.ts';

test.skip(!isThorough, 'takes minutes: npm test -- --whole runs it');
test.describe.configure({ mode: 'serial', timeout: 900_000 });

let browser: CockpitBrowser;
let session: CockpitSession;
let frame: FrameLocator;

const name = `browser-${process.pid}`;
/** Is being made while Cockpit ends the session. */
const late = `late-${process.pid}`;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test.beforeAll(async () => {
  test.setTimeout(1_800_000);
  browser = await openCockpitBrowser();
  session = await browser.logIn('operator', '#/containers');
  ({ frame } = session);
});

test.afterAll(async () => {
  await browser.guest.run('bulkheadctl access take outsider; gpasswd -d outsider bulkhead');
  for (const one of [name, late]) await browser.guest.run(['bulkheadctl', 'rm', '--force', '--yes', one]);
  await browser.stop();
});

const notice = (text: RegExp) => frame.getByRole('region', { name: 'Notifications' }).getByText(text).first();

test('who logs in finds Bulkhead in the menu, and calls the helper as themselves (G7)', async () => {
  await expect(session.page.getByRole('link', { name: 'Bulkhead' })).toBeVisible();
  const dialog = await session.window.newContainer();
  await dialog.create({ name, image: 'debian-13' });
  expect(await browser.guest.mustRun(['bulkheadctl', 'activity'])).toMatch(new RegExp(`operator.*${name}`));
});

test('a page of another origin opens no channel with the cookie of the person (G9)', async () => {
  const cookies = (await session.context.cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
  expect(await openSocket(browser.address, cookies)).toBe('init');
  expect(await openSocket('https://other.example', cookies)).toMatch(/^Unexpected server response: 403/);
  expect(await openSocket(browser.address, '')).toBe('no-session');
});

test('Cockpit serves the page with its policy, which a frame of another origin does not pass (G8)', async () => {
  const answer = await session.context.request.get(`${browser.address}/cockpit/@localhost/bulkhead/index.html`);
  const policy = answer.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("default-src 'none'");
  const ran = await frame.locator('body').evaluate(async (body) => {
    const script = document.createElement('script');
    script.textContent = 'document.body.dataset.ran = "1"';
    body.append(script);
    return body.dataset['ran'] ?? 'not';
  });
  expect(ran).toBe('not');
});

test('its state is there, live, in each tab of the person', async () => {
  await session.window.open('Containers');
  const second = await session.openTab('#/containers');
  const rows = [session.window.row(name), second.window.row(name)];
  for (const row of rows) await expect(row).toContainText(/running/i);
  await browser.guest.mustRun(['lxc-freeze', '-n', name]);
  for (const row of rows) await expect(row).toContainText(/frozen/i);
  await second.window
    .row(name)
    .getByRole('button', { name: `More actions for ${name}` })
    .click();
  await second.frame.getByRole('menuitem', { name: 'Unfreeze' }).click();
  for (const row of rows) await expect(row).toContainText(/running/i);
  await second.page.close();
});

test('no page in it violates a rule of axe', async () => {
  const found: string[] = [];
  for (const place of ['#/overview', '#/containers', `#/containers/${name}`, '#/denials', '#/alerts', '#/activity']) {
    await show(place);
    await expect(frame.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expect(frame.locator('.skeleton')).toHaveCount(0);
    found.push(...(await violations()).map((violation) => `${place}: ${violation}`));
    await takePictures(place);
  }
  expect(found).toEqual([]);
});

test('its terminal echoes what is typed', async () => {
  const terminal = await session.window.terminalOf(name);
  await terminal.type('echo answer-$((6*7))');
  await terminal.expectOutput('answer-42');
});

test('a file of this machine is uploaded, as it is', async () => {
  const content = Buffer.alloc(3 * 1024 * 1024, 'bulkhead');
  await session.window.tab('Files');
  await frame
    .getByRole('region', { name: `Files of ${name}` })
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'upload.bin', mimeType: 'application/octet-stream', buffer: content });
  await expect(frame.getByRole('row', { name: /upload\.bin/ })).toBeVisible();
  await expect
    .poll(async () => {
      const found = await browser.guest.run(`lxc-attach -n ${name} -- sha256sum /upload.bin /root/upload.bin`);
      return found.stdout;
    })
    .toContain(createHash('sha256').update(content).digest('hex'));
});

test('a denial comes while it is looked at, and what the page offers allows it', async () => {
  const terminal = await session.window.terminalOf(name);
  await terminal.type('(sleep 3; cat /proc/kallsyms | head -1) &');
  await session.window.tab('Denials');
  await frame.getByRole('tab', { name: /^Causes/ }).click();
  await frame
    .getByText(/was denied reading/)
    .first()
    .click();
  const remedies = frame.getByRole('region', { name: 'What can be done' });
  await expect(remedies).toContainText(/system_map_t \(file \(read\)\)/);
  await remedies.getByRole('button', { name: 'Apply' }).first().click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await expect(notice(/^Applied: /)).toBeVisible();
  await expect(frame.getByRole('region', { name: 'Why' })).toContainText('Allowed now');
});

test('a helper that stops is missed, and found again by itself', async () => {
  await session.window.open('Containers');
  await browser.guest.mustRun(['systemctl', 'stop', 'bulkhead-helper.socket', 'bulkhead-helper.service']);
  await expect(frame.getByRole('alert')).toContainText('No connection to');
  await browser.guest.mustRun(['systemctl', 'start', 'bulkhead-helper.socket']);
  await expect(frame.getByRole('alert')).toHaveCount(0);
  await expect(session.window.row(name)).toContainText(/running/i);
});

test('a web socket that a proxy cuts leaves the session, and the page comes back by a press', async () => {
  const tab = await session.context.newPage();
  const cuts: (() => Promise<void>)[] = [];
  await tab.routeWebSocket(/\/cockpit\/socket$/, (socket) => {
    const server = socket.connectToServer();
    cuts.push(async () => {
      await server.close();
      await socket.close({ code: 1006 });
    });
  });
  await tab.goto(`${browser.address}/bulkhead#/containers`);
  const shown = pageIn(tab);
  await expect(shown.window.row(name)).toContainText(/running/i);
  for (const cut of cuts) await cut();
  await tab.getByRole('button', { name: 'Reconnect' }).click();
  await expect(shown.window.row(name)).toContainText(/running/i);
  await tab.close();
});

test('a session that Cockpit ends takes nothing back, and the next one finds what it did (G11)', async () => {
  const dialog = await session.window.newContainer();
  await dialog.begin({ name: late, image: 'debian-13' });
  const activity = () => browser.guest.mustRun(['bulkheadctl', 'activity']);
  await expect.poll(activity, { timeout: 300_000 }).toContain(late);
  await browser.guest.mustRun(['pkill', '-u', 'operator', '-f', 'cockpit-bridge']);
  await expect(session.page.getByRole('button', { name: /Log in|Reconnect/ }).first()).toBeVisible();
  expect(await browser.guest.mustRun(['lxc-info', '-sH', '-n', name])).toBe('RUNNING\n');
  await session.page.goto(`${browser.address}/bulkhead#/containers`);
  await fillLogin(session.page, 'operator');
  await expect(session.window.row(name)).toContainText(/running/i);
  await expect(session.window.row(late)).toContainText(/running/i, { timeout: 300_000 });
  await expect.poll(activity).toMatch(new RegExp(`operator +container\\.create +${late} +done`));
});

test('a phone stops the container without scrolling sideways, and its owner answers polkit there (G7)', async () => {
  const former = session;
  session = await browser.logIn('admin', '#/containers', { viewport: { width: 390, height: 844 }, hasTouch: true });
  ({ frame } = session);
  const row = session.window.row(name);
  const seen = await answerUntil(() => row.isVisible());
  expect(seen).toContain('org.bulkhead.view-host');
  await row.getByRole('button', { name: `Stop ${name}` }).tap();
  const asked = await answerUntil(async () => /stopped/i.test(await row.innerText()));
  expect(asked).toContain('org.bulkhead.manage-containers');
  expect(await overflow()).toBe(0);
  for (const { hash, heading } of [
    { hash: '#/denials', heading: 'Denials' },
    { hash: '#/alerts', heading: 'Alerts' },
  ]) {
    await show(hash);
    await expect(frame.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    expect(await overflow()).toBe(0);
    expect(await violations()).toEqual([]);
  }
  // Another person sees it too, whose page was open all the time.
  await expect(former.window.row(name)).toContainText(/stopped/i);
  await former.close();
});

test('who may only look sees the container, and is denied the rest', async () => {
  await browser.guest.mustRun(['usermod', '-aG', 'bulkhead', 'outsider']);
  await browser.guest.mustRun(['bulkheadctl', 'access', 'give', 'outsider', 'see']);
  await changeUser('outsider');
  const row = session.window.row(name);
  await expect(row).toContainText(/stopped/i);
  await row.getByRole('button', { name: `Start ${name}` }).click();
  await frame
    .getByRole('dialog', { name: /^Authentication on/ })
    .getByRole('button', { name: 'Cancel' })
    .click();
  await expect(frame.getByText(/Nothing was changed/)).toBeVisible();
  expect(await browser.guest.mustRun(['lxc-info', '-sH', '-n', name])).toBe('STOPPED\n');
});

test('who is not in the group learns that, and where the helper is missing, which package brings it', async () => {
  await browser.guest.mustRun(['gpasswd', '-d', 'outsider', 'bulkhead']);
  await changeUser('outsider');
  await expect(frame.getByRole('alert')).toContainText('add you to the group bulkhead');
  await browser.guest.mustRun(['systemctl', 'stop', 'bulkhead-helper.socket', 'bulkhead-helper.service']);
  await browser.guest.mustRun(['rm', '-f', '/run/bulkhead/helper.sock']);
  await expect(frame.getByRole('alert')).toContainText('install the package bulkhead-helper');
  await frame.getByRole('link', { name: 'Find out why' }).click();
  await expect(frame.getByText('apt install bulkhead-helper')).toBeVisible();
  await browser.guest.mustRun(['systemctl', 'start', 'bulkhead-helper.socket']);
});

/** Logs another person in. The former session ends after that: Cockpit's server ends soon after the last one. */
async function changeUser(user: string): Promise<void> {
  const former = session;
  session = await browser.logIn(user, '#/containers');
  ({ frame } = session);
  await former.close();
}

/** Keeps pictures of the place in Cockpit at three widths, where `BULKHEAD_SCREENSHOTS` names a folder for them. */
async function takePictures(place: string): Promise<void> {
  const folder = process.env['BULKHEAD_SCREENSHOTS'];
  if (folder === undefined) return;
  const former = session.page.viewportSize();
  for (const width of [390, 900, 1440]) {
    await session.page.setViewportSize({ width, height: 900 });
    const file = `cockpit-${place.replaceAll(/[^a-z]+/g, '-')}-${width}.png`;
    await session.page.screenshot({ path: join(folder, file) });
  }
  if (former !== null) await session.page.setViewportSize(former);
}

/** Opens the socket of all channels as a page of this origin does, and gives what Cockpit says first. */
function openSocket(origin: string, cookie: string): Promise<string> {
  return new Promise((resolve) => {
    const address = `${browser.address.replace('https:', 'wss:')}/cockpit/socket`;
    const socket = new WebSocket(address, 'cockpit1', { origin, headers: { cookie }, rejectUnauthorized: false });
    socket.on('message', (data: Buffer) => {
      socket.close();
      const { command, problem } = JSON.parse(data.toString()) as {
        readonly command: string;
        readonly problem?: string;
      };
      resolve(problem ?? command);
    });
    socket.on('error', (error) => resolve(error.message));
  });
}

/** Answers what polkit asks of the administrator, and gives for which actions. */
async function answerUntil(isDone: () => Promise<boolean>): Promise<readonly string[]> {
  const actions: string[] = [];
  const dialog = frame.getByRole('dialog', { name: /^Authentication on/ });
  await expect
    .poll(
      async () => {
        if (await dialog.isVisible()) {
          actions.push(/for (org\.bulkhead\.\S+)\./.exec(await dialog.innerText())?.[1] ?? '');
          const field = dialog.getByLabel('Password');
          await field.fill('admin');
          await field.press('Enter');
        }
        return isDone();
      },
      { timeout: 600_000 },
    )
    .toBe(true);
  return actions;
}

/** Goes to another page of the frame, as its links do. */
async function show(hash: string): Promise<void> {
  await frame.locator('body').evaluate((_, place) => {
    location.hash = place;
  }, hash);
}

/** Names the rules of axe that the page breaks, and where. Cockpit's own parts around it are not read. */
async function violations(): Promise<readonly string[]> {
  const body = frame.locator('body');
  await body.evaluate(axe);
  const results = await body.evaluate<AxeResults, HTMLElement>(
    'axe.run({ exclude: [".xterm"] }, { resultTypes: ["violations"] })',
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Gives by how many pixels the page could be scrolled sideways. */
function overflow(): Promise<number> {
  return frame.locator('.frame-page').evaluate((page) => page.scrollWidth - page.clientWidth);
}
