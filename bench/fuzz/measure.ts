// SPDX-License-Identifier: Apache-2.0
/** What a process pays for its input: time, lateness of its event loop, memory. */

import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Cost {
  readonly seconds: number;
  /** Milliseconds. */
  readonly eventLoopP99: number;
  readonly grownMegabytes: number;
}

/** The program has to run with `--expose-gc`. */
export async function measureCost(work: () => Promise<void>): Promise<Cost> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const resolutionMs = 1;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  delay.disable();
  globalThis.gc?.();
  return {
    seconds,
    // The monitor measures from one of its ticks to the next.
    eventLoopP99: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
    grownMegabytes: Math.max(0, (process.memoryUsage().rss - before) / 1024 ** 2),
  };
}
