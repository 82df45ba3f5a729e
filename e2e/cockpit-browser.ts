// SPDX-License-Identifier: Apache-2.0
/** Debian's Chromium on the Cockpit of a lab, where people log in by their passwords. */

import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from '@playwright/test';
import { cockpitAddress, startCockpitLab } from '../lab/cockpit/cockpit-lab.ts';
import { findLab, type Guest } from '../lab/guest.ts';
import { wakeServices } from '../lab/wake-services.ts';
import { ConsoleWindow } from './pages/console-window.ts';

export interface CockpitSession {
  readonly context: BrowserContext;
  /** It shows the whole of Cockpit, around our page. */
  readonly page: Page;
  /** It holds our page. */
  readonly frame: FrameLocator;
  readonly window: ConsoleWindow;
  /** Opens a second page of the same login at the place. */
  openTab(place: string): Promise<CockpitTab>;
  close(): Promise<void>;
}

type CockpitTab = Pick<CockpitSession, 'page' | 'frame' | 'window'>;

export interface CockpitBrowser {
  readonly guest: Guest;
  readonly address: string;
  /** Logs the user in, whose password is their name, and goes to the place, such as `#/containers`. */
  logIn(user: string, place: string, look?: Look): Promise<CockpitSession>;
  stop(): Promise<void>;
}

type Look = Parameters<Browser['newContext']>[0];

/** Debian's package puts it there. */
const executablePath = '/usr/bin/chromium';
/** An emulated guest takes most of a minute for a login and the first page. */
const timeoutMs = 240_000;

export async function openCockpitBrowser(): Promise<CockpitBrowser> {
  const { guest, stop } = await openCockpitLab();
  await wakeServices(guest);
  await startServerAfresh(guest);
  const browser = await chromium.launch({ executablePath });
  const address = cockpitAddress(guest.webPort ?? 0);
  return {
    guest,
    address,
    async logIn(user, place, look) {
      // Its certificate is one that Cockpit made itself.
      const context = await browser.newContext({ ignoreHTTPSErrors: true, ...look });
      context.setDefaultTimeout(timeoutMs);
      // The first steps open by themselves on the first visit; tests begin where they say.
      await context.addInitScript(`localStorage.setItem('bulkhead.hosts.met', '["local"]')`);
      const page = await context.newPage();
      await page.goto(`${address}/bulkhead${place}`);
      await fillLogin(page, user);
      const openTab = async (where: string): Promise<CockpitTab> => {
        const tab = await context.newPage();
        await tab.goto(`${address}/bulkhead${where}`);
        return pageIn(tab);
      };
      return { ...pageIn(page), context, openTab, close: () => context.close() };
    },
    async stop() {
      await browser.close();
      await stop();
    },
  };
}

/** Gives the page of Bulkhead in a page of Cockpit. */
export function pageIn(page: Page): CockpitTab {
  const frame = page.frameLocator('iframe[name="cockpit1:localhost/bulkhead"]');
  return { page, frame, window: new ConsoleWindow(page, frame) };
}

export async function fillLogin(page: Page, user: string): Promise<void> {
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(user);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/**
 * While nobody is logged in, Cockpit's server ends 90 seconds after its start, in the middle of a login too. An emulated
 * guest needs most of that time for the first login, so its server has to start with it.
 */
async function startServerAfresh(guest: Guest): Promise<void> {
  await guest.mustRun(['systemctl', 'stop', 'cockpit-wsinstance-https@*.service']);
}

/** Takes the lab that `BULKHEAD_TEST_COCKPIT_LAB` names, or starts one. */
async function openCockpitLab(): Promise<{ readonly guest: Guest; readonly stop: () => Promise<void> }> {
  const name = process.env['BULKHEAD_TEST_COCKPIT_LAB'];
  const running = name === undefined ? undefined : await findLab(name);
  if (running !== undefined) return { guest: running, stop: () => Promise.resolve() };
  const lab = await startCockpitLab({ name: 'e2e-cockpit' });
  return { guest: lab, stop: () => lab.stop() };
}
