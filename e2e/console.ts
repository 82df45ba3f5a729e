// SPDX-License-Identifier: Apache-2.0
/** The real console on a lab, on a virtual display, as its operator begins it. */

import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { Guest } from '../lab/guest.ts';
import { startDesktop } from '../scripts/electron/session.ts';
import { ConsoleWindow } from './pages/console-window.ts';

export interface Console {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly window: ConsoleWindow;
  close(): Promise<void>;
}

export async function openConsole(lab: Guest): Promise<Console> {
  const desktop = await startDesktop({ display: 'virtual', lab });
  const host = lab.name === 'lab' ? 'lab' : `lab://operator@${lab.name}`;
  const app = await _electron.launch({
    ...desktop.launch,
    args: [desktop.applicationFolder, '--host', host],
  });
  const page = await app.firstWindow();
  // The page waits as long as an expectation: the helper of an emulated host is slow.
  page.setDefaultTimeout(120_000);
  await skipGettingStarted(page, host);
  return {
    app,
    page,
    window: new ConsoleWindow(page),
    async close() {
      await app.close();
      await desktop.stop();
    },
  };
}

/** It opens by itself on the first visit of a host; tests of other pages begin where they say. */
export async function skipGettingStarted(page: Page, host: string): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate(`localStorage.setItem('bulkhead.hosts.met', ${JSON.stringify(JSON.stringify([host]))})`);
}
