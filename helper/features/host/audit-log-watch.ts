// SPDX-License-Identifier: Apache-2.0
/**
 * Checks every two seconds whether auditd writes its log, calls back when that changes, and asks auditd to resume once
 * there is space: it does not do so by itself. It counts as writing again only when its log has grown since the
 * request. Attempts are limited, with pauses that double; new space allows new ones.
 */

import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { Log } from '../../system/log.ts';
import type { Auditd, AuditdState } from './auditd.ts';
import type { AuditLogWatch } from './ports.ts';

export interface AuditLogWatchOptions {
  readonly auditd: Auditd;
  /** Auditd writes there. */
  readonly path: string;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /**
   * Free bytes of the file system of a folder, for whom has no privilege: as auditd counts. Undefined when it cannot be
   * read.
   */
  readonly freeBytesOf?: (folder: string) => number | undefined;
  /** Milliseconds between two looks; 0 looks only when it is asked. */
  readonly everyMs?: number;
}

/** Space in addition to what auditd requires, so that it does not suspend again with the next record. */
const marginBytes = 4 * 1024 * 1024;
const maxAttempts = 8;
/** Seconds of writing after which earlier attempts no longer count. */
const soundSeconds = 60;
/** Consecutive checks without an answer before it counts as unknown: a busy machine answers late. */
const timeout = 3;

interface WatchState extends AuditLogWatchOptions {
  readonly freeBytesOf: (folder: string) => number | undefined;
  readonly everyMs: number;
  readonly listeners: Set<() => void>;
  current: AuditLog | null;
  looking: Promise<AuditLog | null> | undefined;
  readonly seenAt: Map<'missing' | 'suspended', number>;
  silence: number;
  attempts: number;
  nextAttemptAt: number;
  /** The log as it was when auditd was asked to resume; undefined when it was not asked, or has resumed. */
  before: string | undefined;
  timer: NodeJS.Timeout | undefined;
}

export function createAuditLogWatch(options: AuditLogWatchOptions): AuditLogWatch {
  const watch: WatchState = {
    ...options,
    freeBytesOf: options.freeBytesOf ?? freeBytesOfFolder,
    everyMs: options.everyMs ?? 2000,
    listeners: new Set<() => void>(),
    current: null,
    looking: undefined,
    seenAt: new Map<'missing' | 'suspended', number>(),
    silence: 0,
    attempts: 0,
    nextAttemptAt: 0,
    before: undefined,
    timer: undefined,
  };
  if (watch.everyMs > 0) {
    watch.timer = setInterval(() => void read(watch), watch.everyMs).unref();
    void read(watch);
  }
  return {
    current: () => watch.current,
    lastSeen: (state) => watch.seenAt.get(state),
    read: () => read(watch),
    async resume() {
      await read(watch);
      watch.attempts = 0;
      watch.nextAttemptAt = 0;
      await read(watch);
      return read(watch);
    },
    onChange(listener) {
      watch.listeners.add(listener);
      return () => void watch.listeners.delete(listener);
    },
    close: () => clearInterval(watch.timer),
  };
}

function read(watch: WatchState): Promise<AuditLog | null> {
  watch.looking ??= look(watch).finally(() => (watch.looking = undefined));
  return watch.looking;
}

async function look(watch: WatchState): Promise<AuditLog | null> {
  const answer = await watch.auditd.readState();
  if (!watch.auditd.isRunning()) return take(watch, null);
  watch.silence = answer === undefined ? watch.silence + 1 : 0;
  if (answer === undefined)
    return watch.silence < timeout && watch.current !== null
      ? watch.current
      : take(watch, describeState(watch, 'unknown', undefined));
  const isSuspended = answer.isSuspended || (watch.before !== undefined && watch.before === markOf(watch.path));
  if (!isSuspended) return take(watch, noteWriting(watch, answer));
  if (hasRoom(watch, answer, marginBytes)) askToGoOn(watch);
  else watch.attempts = 0;
  return take(watch, describeState(watch, 'suspended', answer));
}

function noteWriting(watch: WatchState, answer: AuditdState): AuditLog {
  if (watch.before !== undefined) watch.log('info', 'audit-log-written-again', { attempts: watch.attempts });
  watch.before = undefined;
  if (watch.current?.state === 'writing' && watch.now() - watch.current.since >= soundSeconds) watch.attempts = 0;
  return describeState(watch, hasRoom(watch, answer, 0) ? 'writing' : 'full', answer);
}

/** When its disk is unknown, there is space: it may be asked without effect, a limited number of times. */
function hasRoom({ freeBytesOf, path }: WatchState, { leastBytes }: AuditdState, margin: number): boolean {
  const freeBytes = freeBytesOf(dirname(path));
  return freeBytes === undefined || freeBytes >= (leastBytes ?? 0) + margin;
}

function askToGoOn(watch: WatchState): void {
  if (watch.attempts >= maxAttempts || watch.now() < watch.nextAttemptAt) return;
  watch.attempts += 1;
  watch.nextAttemptAt = watch.now() + 2 ** watch.attempts;
  watch.before = markOf(watch.path);
  const isAsked = watch.auditd.resume();
  watch.log('info', 'audit-log-asked-to-go-on', { attempt: watch.attempts, isAsked });
  if (watch.attempts === maxAttempts) watch.log('error', 'audit-log-not-resumed', { attempts: watch.attempts });
}

function describeState(watch: WatchState, state: AuditLog['state'], answer: AuditdState | undefined): AuditLog {
  return {
    state,
    since: watch.current?.state === state ? watch.current.since : watch.now(),
    freeBytes: watch.freeBytesOf(dirname(watch.path)) ?? null,
    neededBytes: answer === undefined ? null : neededOf(answer),
    attempts: watch.attempts,
    hasGivenUp: state === 'suspended' && watch.attempts >= maxAttempts,
  };
}

function take(watch: WatchState, next: AuditLog | null): AuditLog | null {
  const last = watch.current;
  watch.current = next;
  if (next === null || next.state === 'suspended')
    watch.seenAt.set(next === null ? 'missing' : 'suspended', watch.now());
  if (next?.state === last?.state && next?.attempts === last?.attempts) return next;
  if (next?.state === 'suspended' && last?.state !== 'suspended')
    watch.log('warning', 'audit-log-suspended', { freeBytes: next.freeBytes, neededBytes: next.neededBytes });
  for (const listener of [...watch.listeners]) listener();
  return next;
}

function neededOf({ leastBytes }: AuditdState): number | null {
  return leastBytes === null ? null : leastBytes + marginBytes;
}

function freeBytesOfFolder(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Changes with every record. */
function markOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
