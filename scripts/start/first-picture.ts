/** Waits until a window on a virtual display shows something, and keeps a picture of it. */

import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from '../electron/session.ts';

/** An empty display, or a window without content, packs into far less. */
const bytesOfContent = 30_000;

/** Gives false when the window has shown nothing within a minute; the picture is then of what there is. */
export async function firstPicture(desktop: Desktop, path: string, signal: AbortSignal): Promise<boolean> {
  for (let second = 0; second < 60; second += 1) {
    await sleep(1000, undefined, { signal });
    await desktop.screenshot(path);
    if ((await stat(path)).size < bytesOfContent) continue;
    // The first graphs need a few samples.
    await sleep(5000, undefined, { signal });
    await desktop.screenshot(path);
    return true;
  }
  return false;
}
