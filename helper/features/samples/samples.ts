// SPDX-License-Identifier: Apache-2.0
/**
 * Samples of the host and its running containers. One sampler reads once a second, whether or not anybody watches, so
 * that the last ten minutes are there when a window opens; any number of watchers share each reading. It reads faster
 * only while somebody watches faster.
 */

import type { Params, Result } from '../../../contract/operations/index.ts';
import type { Sample } from '../../../contract/model/containers/sample.ts';
import type { Log } from '../../system/log.ts';
import type { Reading } from './columns.ts';
import { createHistory, type History } from './history.ts';
import { type KeptUsageOptions, openKeptUsage } from './kept/kept-usage.ts';
import type { SampleSource } from './ports.ts';
import { createProjection, type Projection } from './projection.ts';
import { createSampler, type FindInit, type LayerUsageOf, type SamplerRoots } from './sampler.ts';

export interface SamplesOptions {
  readonly log: Log;
  /** What the layer of a container takes; undefined where that is not known. */
  readonly layerUsage?: LayerUsageOf;
  readonly findInit?: FindInit;
  readonly roots: SamplerRoots;
  readonly clock?: SampleClock;
  /** Seconds of history, at one reading each. */
  readonly historySeconds?: number;
  /** Where the usage is kept over restarts; it is not kept when left out. */
  readonly kept?: Omit<KeptUsageOptions, 'log'>;
}

/** Both in seconds. */
interface SampleClock {
  /** Since the epoch. */
  time(): number;
  /** By a clock that is never set. */
  uptime(): number;
}

export interface Samples extends SampleSource {
  history(params: Params<'sample.history'>): Promise<Result<'sample.history'>>;
  rank(params: Params<'sample.rank'>): Promise<Result<'sample.rank'>>;
  /** Removes what is kept of a container that is removed. */
  forget(container: string): void;
  /** What is kept of a container is that of another name from now on. */
  rename(container: string, to: string): void;
  /** Stops reading, writes what is not written yet, and ends all watchers. */
  close(): void;
}

/** All but the file system that holds the layers. */
export const systemRoots: Omit<SamplerRoots, 'storage'> = {
  cgroup: '/sys/fs/cgroup',
  proc: '/proc',
  network: '/sys/class/net',
  block: '/sys/block',
};
const systemClock: SampleClock = { time: () => Date.now() / 1000, uptime: () => performance.now() / 1000 };
const slowestMs = 1000;
/** Hosts and containers in one item of the history: far below the largest frame, also when many items wait unread. */
const rowsPerItem = 400;

/** Begins to sample at once. */
export function createSamples({
  log,
  layerUsage,
  findInit,
  roots,
  clock = systemClock,
  historySeconds = 600,
  kept: keptOptions,
}: SamplesOptions): Samples {
  const sampler = createSampler({
    roots,
    log,
    ...(layerUsage !== undefined && { layerUsage }),
    ...(findInit !== undefined && { findInit }),
  });
  const history = createHistory(historySeconds);
  const kept = keptOptions && openKeptUsage({ ...keptOptions, log });
  const store = createStore(history, (reading) => kept?.add(reading));
  const waiting = new Set<(reading: Reading | undefined) => void>();
  const intervals = new Map<symbol, number>();
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function periodMs(): number {
    return Math.min(slowestMs, ...intervals.values());
  }

  /** Readings follow a fixed grid, so that a late one does not delay others. */
  function schedule(): void {
    clearTimeout(timer);
    if (isClosed) return;
    const period = periodMs();
    const untilGrid = period - ((clock.uptime() * 1000) % period);
    // A timer may fire a little early; that reading was the one of this point of the grid.
    timer = setTimeout(read, Math.ceil(untilGrid < period / 10 ? untilGrid + period : untilGrid));
    timer.unref();
  }

  function read(): void {
    const reading = sampler.read(clock.time(), clock.uptime());
    store(reading);
    for (const resolve of [...waiting]) resolve(reading);
    schedule();
  }

  /** Undefined when the signal aborts, or the sampler closes. The reading is valid in this turn only. */
  function nextReading(signal: AbortSignal): Promise<Reading | undefined> {
    return new Promise((resolve) => {
      function settle(reading: Reading | undefined): void {
        waiting.delete(settle);
        signal.removeEventListener('abort', stop);
        resolve(reading);
      }
      function stop(): void {
        settle(undefined);
      }
      waiting.add(settle);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted || isClosed) stop();
    });
  }

  schedule();
  return {
    async *watch({ names, intervalMs, historySeconds: wanted }: Params<'sample.watch'>, signal: AbortSignal) {
      const projection = createProjection({ names, intervalMs });
      const watcher = Symbol('watcher');
      intervals.set(watcher, intervalMs);
      schedule();
      try {
        const begin = clock.uptime() - wanted;
        beginBefore(projection, history, begin);
        for (const samples of historyItems({ history, projection, begin })) {
          if (signal.aborted) return;
          yield { samples };
        }
        for (;;) {
          const reading = await nextReading(signal);
          if (reading === undefined) return;
          const sample = projection.next(reading);
          if (sample !== undefined) yield { samples: [sample] };
        }
      } finally {
        intervals.delete(watcher);
        schedule();
      }
    },
    async history(params) {
      const now = clock.time();
      return kept === undefined
        ? { from: now, step: 1, length: 0, series: [], interfaces: [] }
        : kept.history(params, now);
    },
    async rank(params) {
      const now = clock.time();
      const { to, seconds } = params;
      return kept === undefined
        ? { from: to - seconds, to: Math.min(to, now), containers: [] }
        : kept.rank(params, now);
    },
    forget: (container) => kept?.forget(container),
    rename: (container, to) => kept?.rename(container, to),
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const resolve of [...waiting]) resolve(undefined);
      sampler.close();
      kept?.close();
    },
  };
}

/**
 * Keeps one reading a second, however fast they come. When the host's clock is set back, the history is dropped: times
 * in it only grow.
 */
function createStore(history: History, keep: (reading: Reading) => void): (reading: Reading) => void {
  let last: { readonly time: number; readonly uptime: number } | undefined;
  return (reading) => {
    const { time, uptime } = reading;
    if (last !== undefined && time <= last.time) history.clear();
    else if (last !== undefined && uptime - last.uptime < 0.9) return;
    history.add(reading);
    keep(reading);
    last = { time, uptime };
  };
}

/** The reading just before the first gives that one something to be compared with. */
function beginBefore(projection: Projection, history: History, begin: number): void {
  const before = history.latest(begin);
  if (before !== undefined) projection.begin(before);
}

/** Also what was added while a slow reader took its time. */
function* historyItems({
  history,
  projection,
  begin,
}: {
  readonly history: History;
  readonly projection: Projection;
  readonly begin: number;
}): Generator<Sample[], void, undefined> {
  let after = begin;
  for (;;) {
    const readings = history.after(after, rowsPerItem);
    const last = readings.at(-1);
    if (last === undefined) return;
    after = last.uptime;
    const samples = readings.map((reading) => projection.next(reading)).filter((sample) => sample !== undefined);
    if (samples.length > 0) yield samples;
  }
}
