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
  /** The usage is kept there over restarts; it is not kept when left out. */
  readonly kept?: Omit<KeptUsageOptions, 'log'>;
}

/** Both in seconds. */
interface SampleClock {
  /** Gives seconds since the epoch. */
  time(): number;
  /** Gives seconds of a clock that is never set. */
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

interface SamplesState {
  readonly clock: SampleClock;
  readonly sampler: ReturnType<typeof createSampler>;
  readonly recent: History;
  readonly store: (reading: Reading) => void;
  /** What waits for the next reading; undefined says that there is none. */
  readonly waiting: Set<(reading: Reading | undefined) => void>;
  /** Milliseconds between two samples, as each watcher wants them. */
  readonly intervals: Map<symbol, number>;
  isClosed: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** Begins to sample at once. */
export function createSamples(options: SamplesOptions): Samples {
  const { log, layerUsage, findInit, roots, clock = systemClock, historySeconds = 600 } = options;
  const recent = createHistory(historySeconds);
  const kept = options.kept && openKeptUsage({ ...options.kept, log });
  const state: SamplesState = {
    clock,
    sampler: createSampler({
      roots,
      log,
      ...(layerUsage !== undefined && { layerUsage }),
      ...(findInit !== undefined && { findInit }),
    }),
    recent,
    store: createStore(recent, (reading) => kept?.add(reading)),
    waiting: new Set(),
    intervals: new Map(),
    isClosed: false,
    timer: undefined,
  };

  schedule(state);
  return {
    watch: (params, signal) => watch(state, params, signal),
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
      state.isClosed = true;
      clearTimeout(state.timer);
      for (const resolve of [...state.waiting]) resolve(undefined);
      state.sampler.close();
      kept?.close();
    },
  };
}

/** Sets the timer of the next reading. Readings follow a fixed grid, so that a late one does not delay others. */
function schedule(state: SamplesState): void {
  clearTimeout(state.timer);
  if (state.isClosed) return;
  const period = Math.min(slowestMs, ...state.intervals.values());
  const untilGrid = period - ((state.clock.uptime() * 1000) % period);
  // A timer may fire a little early; that reading was the one of this point of the grid.
  state.timer = setTimeout(() => read(state), Math.ceil(untilGrid < period / 10 ? untilGrid + period : untilGrid));
  state.timer.unref();
}

function read(state: SamplesState): void {
  const { sampler, clock, waiting } = state;
  const reading = sampler.read(clock.time(), clock.uptime());
  state.store(reading);
  for (const resolve of [...waiting]) resolve(reading);
  schedule(state);
}

/** Gives undefined when the signal aborts, or the sampler closes. The reading is valid in this turn only. */
function nextReading(state: SamplesState, signal: AbortSignal): Promise<Reading | undefined> {
  const { waiting } = state;
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
    if (signal.aborted || state.isClosed) stop();
  });
}

async function* watch(
  state: SamplesState,
  { names, intervalMs, historySeconds }: Params<'sample.watch'>,
  signal: AbortSignal,
): ReturnType<Samples['watch']> {
  const { intervals, recent } = state;
  const projection = createProjection({ names, intervalMs });
  const watcher = Symbol('watcher');
  intervals.set(watcher, intervalMs);
  schedule(state);
  try {
    const begin = state.clock.uptime() - historySeconds;
    beginBefore(projection, recent, begin);
    for (const samples of historyItems({ history: recent, projection, begin })) {
      if (signal.aborted) return;
      yield { samples };
    }
    for (;;) {
      const reading = await nextReading(state, signal);
      if (reading === undefined) return;
      const sample = projection.next(reading);
      if (sample !== undefined) yield { samples: [sample] };
    }
  } finally {
    intervals.delete(watcher);
    schedule(state);
  }
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

/** Gives the history, also what was added while a slow reader took its time. */
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
