// SPDX-License-Identifier: Apache-2.0
/**
 * What the denials page makes of a storm: frames drawn while 20,000 denials a second come in over 10,000 groups,
 * batched as the helper batches them, beside the same page at rest. Real Electron on a virtual display, the page's fake
 * host; so the figures hold the making of the storm too, which is the helper's in earnest.
 *
 *     npx tsx bench/window/run.ts [SECONDS]
 */

import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { startDesktop } from '../../scripts/electron/session.ts';

const seconds = Number(process.argv[2] ?? 15);
const checkout = join(import.meta.dirname, '../..');
const configFile = join(checkout, 'renderer/vite.config.ts');

interface Frames {
  readonly perSecond: number;
  /** Milliseconds between two frames: the middle one, one in twenty, the longest. */
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  readonly heapMb: number;
}

await build({ configFile, root: join(checkout, 'renderer'), mode: 'fake', logLevel: 'error' });
const server = await preview({
  configFile,
  root: join(checkout, 'renderer'),
  mode: 'fake',
  logLevel: 'error',
  preview: { host: '127.0.0.1', port: 0 },
});
const application = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
await cp(join(import.meta.dirname, 'application'), application, { recursive: true });
await chmod(application, 0o755);
const desktop = await startDesktop({ display: 'virtual', application });
try {
  for (const scenario of ['usual', 'flood']) {
    const { perSecond, median, p95, longest, heapMb } = await measure(scenario);
    console.log(
      `${scenario.padEnd(6)} ${perSecond.toFixed(1)} frames a second; ${median.toFixed(1)} ms between ` +
        `frames, ${p95.toFixed(1)} for one in twenty, ${longest.toFixed(0)} at most; heap ` +
        `${heapMb.toFixed(0)} MB`,
    );
  }
} finally {
  await desktop.stop();
  await server.close();
  await rm(application, { recursive: true });
}

async function measure(scenario: string): Promise<Frames> {
  const address = `${server.resolvedUrls?.local[0] ?? ''}?fake=${scenario}#/denials`;
  const app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder, address] });
  try {
    const page = await app.firstWindow();
    await page.getByRole('grid', { name: 'Denials by who and what' }).waitFor({ timeout: 90_000 });
    await page.waitForTimeout(3000);
    await page.addScriptTag({ path: join(import.meta.dirname, 'application/measure.js') });
    const intervals = await framesOf(page);
    const heapMb = (await page.evaluate<number>('performance.memory.usedJSHeapSize')) / 2 ** 20;
    const sorted = intervals.toSorted((left, right) => left - right);
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return { perSecond: intervals.length / seconds, median: at(0.5), p95: at(0.95), longest: at(1), heapMb };
  } finally {
    await app.close();
  }
}

function framesOf(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(`measureFrames(${seconds * 1000})`);
}
