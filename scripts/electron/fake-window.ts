// SPDX-License-Identifier: Apache-2.0
/** The window on the page's fake host: real Electron on a virtual display, a production build of the page. */

import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { startDesktop } from './session.ts';

export interface FakeWindows {
  /** Opens a window, runs `use` in it, and closes it. The address comes after the page's own: `?fake=usual#/denials`. */
  open<T>(address: string, use: (page: Page, application: ElectronApplication) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const renderer = join(import.meta.dirname, '../../renderer');
const settings = {
  configFile: join(renderer, 'vite.config.ts'),
  root: renderer,
  mode: 'fake',
  logLevel: 'error',
} as const;

/** Builds the page, serves it, and starts a display. */
export async function startFakeWindows(): Promise<FakeWindows> {
  await build(settings);
  const server = await preview({ ...settings, preview: { host: '127.0.0.1', port: 0 } });
  const application = await mkdtemp(join(tmpdir(), 'bulkhead-fake-window-'));
  await cp(join(import.meta.dirname, 'bare-window'), application, { recursive: true });
  await chmod(application, 0o755);
  const desktop = await startDesktop({ display: 'virtual', application });
  return {
    async open(address, use) {
      const url = `${server.resolvedUrls?.local[0] ?? ''}${address}`;
      const app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder, url] });
      try {
        return await use(await app.firstWindow(), app);
      } finally {
        await app.close();
      }
    },
    async stop() {
      await desktop.stop();
      await server.close();
      await rm(application, { recursive: true });
    },
  };
}
