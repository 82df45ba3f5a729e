// SPDX-License-Identifier: Apache-2.0
/** The window on the page's fake host: real Electron on a virtual display, a production build of the page. */

import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { startDesktop } from '../../scripts/electron/session.ts';

/** Takes the address after the page's own, as in `?fake=usual#/denials`, and what is done in the window. */
type OpenWindow = <T>(address: string, use: (page: Page) => Promise<T>) => Promise<T>;

const renderer = join(import.meta.dirname, '../../renderer');
const settings = {
  configFile: join(renderer, 'vite.config.ts'),
  root: renderer,
  mode: 'fake',
  logLevel: 'error',
} as const;

/** Builds the page, serves it while `use` runs, and closes everything again. */
export async function withFakeWindow(use: (open: OpenWindow) => Promise<void>): Promise<void> {
  await build(settings);
  const server = await preview({ ...settings, preview: { host: '127.0.0.1', port: 0 } });
  const application = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
  await cp(join(import.meta.dirname, 'application'), application, { recursive: true });
  await chmod(application, 0o755);
  const desktop = await startDesktop({ display: 'virtual', application });
  try {
    await use(async (address, inside) => {
      const url = `${server.resolvedUrls?.local[0] ?? ''}${address}`;
      const app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder, url] });
      try {
        const page = await app.firstWindow();
        await page.addScriptTag({ path: join(import.meta.dirname, 'application/measure.js') });
        return await inside(page);
      } finally {
        await app.close();
      }
    });
  } finally {
    await desktop.stop();
    await server.close();
    await rm(application, { recursive: true });
  }
}

export interface Frames {
  readonly perSecond: number;
  /** Milliseconds between two frames: the middle one, one in twenty, the longest. */
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

/** Frames drawn in so many seconds, while `step` runs before each; `step` is JavaScript of the page. */
export async function measureFrames(page: Page, seconds: number, step = ''): Promise<Frames> {
  const intervals = await page.evaluate<number[]>(`measureFrames(${seconds * 1000}, () => { ${step} })`);
  const sorted = intervals.toSorted((left, right) => left - right);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { perSecond: intervals.length / seconds, median: at(0.5), p95: at(0.95), longest: at(1) };
}

/** `59.9 frames a second; 16.7 ms between frames, 17.0 for one in twenty, 34 at most`. */
export function framesText({ perSecond, median, p95, longest }: Frames): string {
  return (
    `${perSecond.toFixed(1)} frames a second; ${median.toFixed(1)} ms between frames, ` +
    `${p95.toFixed(1)} for one in twenty, ${longest.toFixed(0)} at most`
  );
}
