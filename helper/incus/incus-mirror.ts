// SPDX-License-Identifier: Apache-2.0
/**
 * What Incus has, kept in memory: read once, then brought up to date by its events, and read again whenever the stream
 * of events was cut. Where there is no socket of Incus nothing happens at all.
 */

import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncusClient } from './incus-client.ts';
import { followEvents } from './incus-events.ts';
import type { IncusInstance, InstanceName } from './incus-instances.ts';
import { createGate } from './mirror/gate.ts';
import {
  createInstanceReading,
  forgetAll,
  type IncusMember,
  type InstanceReading,
  readAll,
  readEach,
  readOne,
  unreadMembers,
} from './mirror/instance-reading.ts';
import { createKnownInstances, type OnReplaced } from './mirror/known-instances.ts';
import { createPendingChanges, drain, markAll, markChange, type NoteChange } from './mirror/pending-changes.ts';
import { messageOf } from '../system/message-of.ts';

export interface IncusMirror {
  /** Follows Incus from now on also while nobody asks, as soon as there is one. */
  begin(): void;
  /**
   * Gives the instances as last known; none where there is no Incus. An Incus that does not answer keeps what it had:
   * it runs on. The array is the same, with the same objects, until one changes.
   */
  instances(): readonly IncusInstance[];
  /** The one that liblxc has under this name. */
  find(name: string): IncusInstance | undefined;
  /**
   * Members that are away, with containers of which nothing but the name is known: their categories might be any. Empty
   * as soon as each has been read once, since one that is away afterwards stays as it was.
   */
  unreadMembers(): readonly string[];
  /** Gives this member; undefined until Incus has answered once. */
  member(): IncusMember | undefined;
  /** Resolves once all is read that can be: at once where there is no Incus. */
  settled(signal: AbortSignal): Promise<void>;
  /** Reads one again now, after a change by this helper, whose event comes later. */
  refresh(name: InstanceName): Promise<void>;
  close(): void;
}

export interface IncusMirrorOptions {
  readonly client: IncusClient;
  readonly onChange: () => void;
  /** One has come, has gone, or is another one than before; called before `onChange`, once for each. */
  readonly onReplaced?: OnReplaced;
  /** One was started, by anybody, on any member; what is known of it is brought up to date before. */
  readonly onStarted?: (name: InstanceName) => void;
  /**
   * The helper of another member, or this one, has written, changed or removed a note of this name; undefined for any
   * that is there at first.
   */
  readonly onNote?: (name: string | undefined, change: NoteChange) => void;
  /** Incus answers again (undefined), or does not, and why. Called when that changes. */
  readonly onState: (problem: string | undefined) => void;
  /**
   * Milliseconds before the stream of events is opened again, at first and at most; and without a socket until Incus
   * counts as removed, which is longer than its restart takes.
   */
  readonly pauseMs?: { readonly first: number; readonly last: number; readonly removed: number };
  /** Milliseconds without a word after which the stream counts as cut. */
  readonly silenceMs?: number;
  /** Milliseconds between two looks at what no event says, and after which all of a cluster is read again. */
  readonly lookMs?: { readonly each: number; readonly all: number };
}

interface MirrorState {
  readonly reading: InstanceReading;
  readonly pending: ReturnType<typeof createPendingChanges>;
  readonly options: IncusMirrorOptions;
  readonly pauseMs: Required<IncusMirrorOptions>['pauseMs'];
  readonly lookMs: Required<IncusMirrorOptions>['lookMs'];
  readonly ending: AbortController;
  /** Why Incus does not answer; undefined while it does. */
  problem: string | undefined;
  /** Runs while the events of Incus are followed. */
  following: Promise<void> | undefined;
  /** Ends when what has changed so far is read. */
  bringing: Promise<void>;
  firstRead: ReturnType<typeof createGate>;
}

const defaultPauseMs = { first: 250, last: 15_000, removed: 60_000 };
/** Milliseconds between two looks whether there is an Incus, and whether members that were away are back. */
const defaultLookMs = { each: 15_000, all: 5 * 60_000 };
/** Milliseconds that a reader waits for an Incus that does not answer; then it gets what is known. */
const settleTimeoutMs = 10_000;
/** Limits the changed containers that are read one by one, in number or as a part of all; past both all are read. */
const maxSingly = { count: 50, part: 0.05 };

export function createIncusMirror(options: IncusMirrorOptions): IncusMirror {
  const reading = createInstanceReading(options.client, createKnownInstances(options.onReplaced));
  const mirror: MirrorState = {
    reading,
    pending: createPendingChanges(),
    options,
    pauseMs: options.pauseMs ?? defaultPauseMs,
    lookMs: options.lookMs ?? defaultLookMs,
    ending: new AbortController(),
    problem: undefined,
    following: undefined,
    bringing: Promise.resolve(),
    firstRead: createGate(),
  };
  let looking: NodeJS.Timeout | undefined;

  return {
    begin() {
      look(mirror);
      looking ??= setInterval(() => lookAgain(mirror), mirror.lookMs.each).unref();
    },
    instances() {
      look(mirror);
      return reading.known.all();
    },
    find(name) {
      look(mirror);
      return reading.known.find(name);
    },
    unreadMembers: () => unreadMembers(reading),
    member() {
      look(mirror);
      return reading.member;
    },
    async settled(signal) {
      look(mirror);
      if (mirror.following === undefined) return;
      await Promise.race([
        mirror.firstRead.opened,
        sleep(settleTimeoutMs, undefined, { signal, ref: false }).catch(() => undefined),
      ]);
      signal.throwIfAborted();
    },
    async refresh(name) {
      if ((await readOne(reading, name)) === 'away') await readAllAgain(mirror);
      options.onChange();
    },
    close() {
      clearInterval(looking);
      mirror.ending.abort();
    },
  };
}

/** Begins to follow Incus where it is there and nobody does yet. */
function look(mirror: MirrorState): void {
  if (mirror.following !== undefined || mirror.ending.signal.aborted || !existsSync(socketOf(mirror))) return;
  mirror.firstRead = createGate();
  mirror.following = follow(mirror).finally(() => (mirror.following = undefined));
}

/**
 * Looks for an Incus, and reads all again where it is due: nothing says that a member is there again, nor that an event
 * of another member was lost on its way between the two daemons.
 */
function lookAgain(mirror: MirrorState): void {
  look(mirror);
  const { away, member, readAllAt } = mirror.reading;
  const isOld = member?.name !== undefined && performance.now() - readAllAt > mirror.lookMs.all;
  if (away.size === 0 && !isOld) return;
  mirror.bringing = mirror.bringing
    .then(() => readAllAgain(mirror, mirror.ending.signal))
    .then(mirror.options.onChange)
    .catch(() => undefined);
}

/** Follows the events, and opens their stream again whenever it is cut, until Incus counts as removed. */
async function follow(mirror: MirrorState): Promise<void> {
  const { pauseMs, ending } = mirror;
  let pause = pauseMs.first;
  let seenAt = Date.now();
  while (!ending.signal.aborted && Date.now() - seenAt <= pauseMs.removed) {
    const begunAt = Date.now();
    if (existsSync(socketOf(mirror))) {
      await followOnce(mirror).catch((error: unknown) => setProblem(mirror, messageOf(error)));
      seenAt = Date.now();
    }
    mirror.firstRead.open();
    if (Date.now() - begunAt > pauseMs.last) pause = pauseMs.first;
    await sleep(pause, undefined, { signal: ending.signal }).catch(() => undefined);
    pause = Math.min(pause * 2, pauseMs.last);
  }
  forgetAll(mirror.reading);
  mirror.options.onChange();
}

/** Follows one stream of events until it is cut, or what it is about cannot be read. */
async function followOnce(mirror: MirrorState): Promise<void> {
  const { silenceMs } = mirror.options;
  const stream = new AbortController();
  const signal = AbortSignal.any([stream.signal, mirror.ending.signal]);
  const events = followEvents({
    socketPath: socketOf(mirror),
    signal,
    ...(silenceMs !== undefined && { silenceMs }),
  });
  for await (const next of events) {
    if (next.kind === 'begun') markAll(mirror.pending);
    else if (!markChange(mirror.pending, next.event)) continue;
    mirror.bringing = mirror.bringing
      .then(() => bringChanged(mirror, signal))
      .catch((error: unknown) => stream.abort(error));
  }
  stream.signal.throwIfAborted();
}

/** Reads what has changed, then says what was started and which notes changed. */
async function bringChanged(mirror: MirrorState, signal: AbortSignal): Promise<void> {
  const { changed, started, notes } = mirror.pending;
  if (changed.size > 0) await readChanged(mirror, signal);
  for (const [, name] of drain(started)) mirror.options.onStarted?.(name);
  for (const [note, change] of drain(notes)) mirror.options.onNote?.(note, change);
}

async function readChanged(mirror: MirrorState, signal: AbortSignal): Promise<void> {
  const { reading, pending, options } = mirror;
  const wanted = drain(pending.changed).map(([, name]) => name);
  const single = wanted.flatMap((one) => (one === 'all' ? [] : [one]));
  const maxSingle = Math.max(maxSingly.count, reading.known.all().length * maxSingly.part);
  const isSingle = single.length === wanted.length && wanted.length <= maxSingle;
  // A container whose member is away has its name in the list of all.
  if (!isSingle || (await readEach(reading, single, signal)) === 'away') await readAllAgain(mirror, signal);
  options.onChange();
}

async function readAllAgain(mirror: MirrorState, signal?: AbortSignal): Promise<void> {
  await readAll(mirror.reading, signal);
  setProblem(mirror, undefined);
  mirror.firstRead.open();
}

/** Says whether Incus answers, when that has changed. */
function setProblem(mirror: MirrorState, problem: string | undefined): void {
  if (mirror.ending.signal.aborted || problem === mirror.problem) return;
  mirror.problem = problem;
  mirror.options.onState(problem);
}

function socketOf({ options }: MirrorState): string {
  return options.client.transport.socketPath;
}
