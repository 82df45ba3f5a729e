// SPDX-License-Identifier: Apache-2.0
/** Saves a picture of a window on a virtual display, once it shows its host. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop } from '../electron/session.ts';

export interface FirstPicture {
  readonly path: string;
  /** Resolves when the window shows everything that its host has reported. */
  readonly filled: Promise<void>;
  readonly signal: AbortSignal;
}

/** The first picture waits so long, because on a busy machine the helper of a lab takes long to answer everything. */
const timeoutMs = 120_000;
/** The first graphs need a few samples. */
const samplesMs = 5000;

/** Gives false when the window has not shown its host in time; the picture then shows what there is. */
export async function firstPicture(
  desktop: Pick<Desktop, 'screenshot'>,
  { path, filled, signal }: FirstPicture,
  timeout = timeoutMs,
): Promise<boolean> {
  const enough = new AbortController();
  const late = sleep(timeout, false, { signal: AbortSignal.any([signal, enough.signal]) });
  late.catch(() => undefined);
  const isFilled = await Promise.race([filled.then(() => true), late]);
  enough.abort();
  if (isFilled) await sleep(Math.min(samplesMs, timeout), undefined, { signal });
  await desktop.screenshot(path);
  return isFilled;
}
