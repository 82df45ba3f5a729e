// SPDX-License-Identifier: Apache-2.0
/** Windows on the page's fake host, and the frames that they draw. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { startFakeWindows } from '../../scripts/electron/fake-window.ts';

type OpenWindow = (
  address: string,
  use: (page: Page, application: ElectronApplication) => Promise<void>,
) => Promise<void>;

/** Opens windows in which frames can be measured, and closes everything at the end. */
export async function withMeasuredWindows(use: (open: OpenWindow) => Promise<void>): Promise<void> {
  const windows = await startFakeWindows();
  try {
    await use((address, inside) =>
      windows.open(address, async (page, application) => {
        await page.addScriptTag({ path: join(import.meta.dirname, 'measure.js') });
        await inside(page, application);
      }),
    );
  } finally {
    await windows.stop();
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
  return framesOf(intervals, seconds);
}

interface Scroll {
  /** Selects the element on which the wheel is turned. */
  readonly selector: string;
  readonly pixelsPerSecond: number;
  readonly seconds: number;
}

/**
 * Frames that the compositor draws while a wheel is turned: they go on while the page is busy. By Chromium's own trace,
 * which is of all windows: there has to be one.
 */
export async function measureScroll(
  application: ElectronApplication,
  page: Page,
  { selector, pixelsPerSecond, seconds }: Scroll,
): Promise<Frames> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`cannot scroll ${selector}: it is not seen`);
  const devtools = await page.context().newCDPSession(page);
  await application.evaluate(({ contentTracing }) => contentTracing.startRecording({ included_categories: ['cc'] }));
  await devtools.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -pixelsPerSecond * seconds,
    speed: pixelsPerSecond,
    preventFling: true,
    gestureSourceType: 'mouse',
  });
  const file = await application.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as Trace;
  rmSync(file);
  const times = traceEvents.flatMap(({ name, ts }) => (name === 'ProxyImpl::ScheduledActionDraw' ? [ts / 1000] : []));
  const sorted = times.toSorted((left, right) => left - right);
  return framesOf(
    sorted.slice(1).map((time, index) => time - (sorted[index] ?? time)),
    seconds,
  );
}

/**
 * Types into the filter; milliseconds from each key to the frame with the rows that it leaves; keys that change no row
 * are left out.
 */
export async function typedTimes(page: Page, text: string): Promise<number[]> {
  await page.locator('[data-filter]').focus();
  const times: number[] = [];
  for (const key of text) {
    await page.evaluate('watchKey(() => document.querySelector(".page-head").innerText)');
    await page.keyboard.press(key);
    const time = await page.evaluate<number | null>('keyTime()');
    if (time !== null) times.push(time);
  }
  return times;
}

interface Trace {
  /** `ts` in microseconds. */
  readonly traceEvents: readonly { readonly name: string; readonly ts: number }[];
}

function framesOf(intervals: readonly number[], seconds: number): Frames {
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
