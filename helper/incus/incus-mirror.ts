// SPDX-License-Identifier: Apache-2.0
/**
 * What Incus has, kept in memory: read once, then brought up to date by its events, and read again whenever the stream
 * of events was cut. Where there is no socket of Incus nothing happens at all.
 */

import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGate } from './gate.ts';
import { isIncusError, isNotFound } from './incus-error.ts';
import type { IncusClient } from './incus-client.ts';
import { followEvents, instanceOf, type IncusEvent } from './incus-events.ts';
import { type IncusInstance, type InstanceName, listInstances, readInstance } from './incus-instances.ts';
import { readServer } from './incus-server.ts';
import { createKnownInstances, type OnReplaced } from './known-instances.ts';
import { noteOf } from './notes.ts';
import { messageOf } from '../system/message-of.ts';

export interface IncusMember {
  /** Its name in the cluster; undefined without one. */
  readonly name: string | undefined;
  readonly version: string;
}

export interface IncusMirror {
  /** From now on it is followed also while nobody asks, as soon as there is an Incus. */
  begin(): void;
  /**
   * As last known; empty where there is no Incus. An Incus that does not answer keeps what it had: it runs on. The same
   * array, with the same objects, until one changes.
   */
  instances(): readonly IncusInstance[];
  /** The one that liblxc has under this name. */
  find(name: string): IncusInstance | undefined;
  /**
   * Members that are away, with containers of which nothing but the name is known: their categories might be any. Empty
   * as soon as each has been read once, since one that is away afterwards stays as it was.
   */
  unreadMembers(): readonly string[];
  /** This member; undefined until Incus has answered once. */
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

type NoteChange = 'written' | 'removed';

const defaultPauseMs = { first: 250, last: 15_000, removed: 60_000 };
/** Milliseconds between two looks whether there is an Incus, and whether members that were away are back. */
const defaultLookMs = { each: 15_000, all: 5 * 60_000 };
/** Milliseconds that a reader waits for an Incus that does not answer; then it gets what is known. */
const settleTimeoutMs = 10_000;
/** Events after which its init is a new one. */
const startActions: ReadonlySet<string> = new Set(['instance-started', 'instance-restarted', 'instance-resumed']);
/** As Incus numbers states: the member where it is does not answer. */
const unreachable = 112;
/**
 * Changed containers that are read one by one: so many, or a part of all that are known. Past both all are read at once.
 */
const maxSingly = { count: 50, part: 0.05 };
/** Questions about single containers at the same time. */
const readersAtOnce = 8;

export function createIncusMirror(options: IncusMirrorOptions): IncusMirror {
  const { client, onChange, onReplaced, onStarted, onNote, onState, pauseMs = defaultPauseMs, silenceMs } = options;
  const { lookMs = defaultLookMs } = options;
  const { socketPath } = client.transport;
  const ending = new AbortController();
  const known = createKnownInstances(onReplaced);
  /** Those whose member did not answer, as they were before. */
  const away = new Set<string>();
  /** Of these the ones of which only the name is known. */
  const unread = new Set<string>();
  const changed = new Map<string, InstanceName | 'all'>();
  const started = new Map<string, InstanceName>();
  /** By name; the last that happened to each. */
  const noted = new Map<string | undefined, NoteChange>();
  let member: IncusMember | undefined;
  /** When all was read last, by the clock of this process. */
  let readAllAt = 0;
  let problem: string | undefined;
  let following: Promise<void> | undefined;
  let bringing: Promise<void> = Promise.resolve();
  let firstRead = createGate();

  /** Begins to follow Incus where it is there and nobody does yet. */
  function look(): void {
    if (following !== undefined || ending.signal.aborted || !existsSync(socketPath)) return;
    firstRead = createGate();
    following = follow().finally(() => (following = undefined));
  }

  async function follow(): Promise<void> {
    let pause = pauseMs.first;
    let seenAt = Date.now();
    while (!ending.signal.aborted && Date.now() - seenAt <= pauseMs.removed) {
      const begunAt = Date.now();
      if (existsSync(socketPath)) {
        await followOnce().catch((error: unknown) => state(messageOf(error)));
        seenAt = Date.now();
      }
      firstRead.open();
      if (Date.now() - begunAt > pauseMs.last) pause = pauseMs.first;
      await sleep(pause, undefined, { signal: ending.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, pauseMs.last);
    }
    known.replace([]);
    away.clear();
    unread.clear();
    member = undefined;
    onChange();
  }

  /** Until the stream is cut, or what it is about cannot be read. */
  async function followOnce(): Promise<void> {
    const stream = new AbortController();
    const signal = AbortSignal.any([stream.signal, ending.signal]);
    let failure: unknown;
    const bring = (): void => {
      bringing = bringing
        .then(() => bringChanged(signal))
        .catch((error: unknown) => {
          failure ??= error;
          stream.abort();
        });
    };
    for await (const next of followEvents({ socketPath, signal, ...(silenceMs !== undefined && { silenceMs }) })) {
      if (next.kind === 'begun') {
        changed.set('', 'all');
        noted.set(undefined, 'written');
      } else if (!take(next.event)) continue;
      bring();
    }
    if (failure !== undefined) throw failure as Error;
  }

  /** Whether the event is about a container or a note. */
  function take(event: IncusEvent): boolean {
    const { action, source } = event.metadata;
    const note = noteOf(source);
    if (note !== undefined) {
      noted.set(note, action === 'profile-deleted' ? 'removed' : 'written');
      return true;
    }
    const one = instanceOf(event);
    if (
      one === undefined &&
      !/^(?:profile-(?:updated|renamed)|project-(?:updated|renamed)|cluster-member-)/.test(action)
    )
      return false;
    if (one !== undefined && startActions.has(action)) started.set(keyOf(one), one);
    if (one === undefined || action === 'instance-renamed') changed.set('', 'all');
    else changed.set(keyOf(one), one);
    return true;
  }

  async function bringChanged(signal: AbortSignal): Promise<void> {
    if (changed.size > 0) await readChanged(signal);
    const begun = [...started.values()];
    started.clear();
    for (const one of begun) onStarted?.(one);
    const notes = [...noted];
    noted.clear();
    for (const [note, change] of notes) onNote?.(note, change);
  }

  async function readChanged(signal: AbortSignal): Promise<void> {
    const wanted = [...changed.values()];
    changed.clear();
    const single = wanted.flatMap((one) => (one === 'all' ? [] : [one]));
    const mayBeSingle = wanted.length <= Math.max(maxSingly.count, known.all().length * maxSingly.part);
    if (single.length < wanted.length || !mayBeSingle) await readAll(signal);
    else await readEach(single, signal);
    onChange();
  }

  async function readEach(names: readonly InstanceName[], signal: AbortSignal): Promise<void> {
    const left = [...names];
    const absent: InstanceName[] = [];
    const readNext = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        if ((await readOne(next, signal)) === 'away') absent.push(next);
    };
    await Promise.all(Array.from({ length: Math.min(readersAtOnce, names.length) }, readNext));
    // The list of all still has its name.
    if (absent.length > 0) await readAll(signal);
  }

  async function readAll(signal?: AbortSignal): Promise<void> {
    const { environment } = (await readServer(client, signal)).value;
    const instances = await listInstances(client, signal);
    member = {
      name: environment?.server_clustered === true ? environment.server_name : undefined,
      version: environment?.server_version ?? '',
    };
    const absent = new Set(instances.filter(isAway).map(keyOf));
    for (const key of away) if (!absent.has(key)) forgetAway(key);
    known.replace(instances.map((one) => (absent.has(keyOf(one)) ? lastKnown(one) : one)));
    readAllAt = performance.now();
    state(undefined);
    firstRead.open();
  }

  /** Of one whose member is away: as it was before, where that is known. */
  function lastKnown(one: IncusInstance): IncusInstance {
    const key = keyOf(one);
    away.add(key);
    const last = unread.has(key) ? undefined : known.get(one);
    if (last === undefined) unread.add(key);
    return last ?? one;
  }

  /** `away`: its member does not answer. */
  async function readOne(name: InstanceName, signal?: AbortSignal): Promise<'read' | 'away'> {
    try {
      const { value } = await readInstance(client, name, signal);
      if (value.type === 'container') known.put(value);
    } catch (error) {
      if (isIncusError(error, 'denied') && !isNotFound(error)) return 'away';
      if (!isNotFound(error)) throw error;
      known.delete(name);
    }
    forgetAway(keyOf(name));
    return 'read';
  }

  function forgetAway(key: string): void {
    away.delete(key);
    unread.delete(key);
  }

  /**
   * Nothing says that a member is there again, nor that an event of another member was lost on its way between the two
   * daemons.
   */
  function lookAgain(): void {
    look();
    const isOld = member?.name !== undefined && performance.now() - readAllAt > lookMs.all;
    if (away.size === 0 && !isOld) return;
    bringing = bringing
      .then(() => readAll(ending.signal))
      .then(onChange)
      .catch(() => undefined);
  }

  function state(next: string | undefined): void {
    if (ending.signal.aborted || next === problem) return;
    problem = next;
    onState(next);
  }

  let looking: NodeJS.Timeout | undefined;

  return {
    begin() {
      look();
      looking ??= setInterval(lookAgain, lookMs.each).unref();
    },
    instances() {
      look();
      return known.all();
    },
    find(name) {
      look();
      return known.find(name);
    },
    unreadMembers() {
      if (unread.size === 0) return [];
      return [...new Set(known.all().flatMap((one) => (unread.has(keyOf(one)) ? [one.location] : [])))];
    },
    member() {
      look();
      return member;
    },
    async settled(signal) {
      look();
      if (following === undefined) return;
      await Promise.race([
        firstRead.opened,
        sleep(settleTimeoutMs, undefined, { signal, ref: false }).catch(() => undefined),
      ]);
      signal.throwIfAborted();
    },
    async refresh(name) {
      if ((await readOne(name)) === 'away') await readAll();
      onChange();
    },
    close() {
      clearInterval(looking);
      ending.abort();
    },
  };
}

/** Of a container whose member is away Incus gives no configuration. */
function isAway({ status_code: code, expanded_config: config }: IncusInstance): boolean {
  return code === unreachable && Object.keys(config).length === 0;
}

function keyOf({ name, project }: InstanceName): string {
  return `${project}/${name}`;
}
