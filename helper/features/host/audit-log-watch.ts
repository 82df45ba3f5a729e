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

export function createAuditLogWatch({
  auditd,
  path,
  log,
  now,
  freeBytesOf = freeBytesOfFolder,
  everyMs = 2000,
}: AuditLogWatchOptions): AuditLogWatch {
  const listeners = new Set<() => void>();
  let current: AuditLog | null = null;
  let looking: Promise<AuditLog | null> | undefined;
  const seenAt = new Map<'missing' | 'suspended', number>();
  let silence = 0;
  let attempts = 0;
  let nextAttemptAt = 0;
  /** The log as it was when auditd was asked to resume; undefined when it was not asked, or has resumed. */
  let before: string | undefined;
  const timer = everyMs > 0 ? setInterval(() => void read(), everyMs).unref() : undefined;
  if (everyMs > 0) void read();

  function read(): Promise<AuditLog | null> {
    looking ??= look().finally(() => (looking = undefined));
    return looking;
  }

  async function look(): Promise<AuditLog | null> {
    const answer = await auditd.readState();
    if (!auditd.isRunning()) return take(null);
    silence = answer === undefined ? silence + 1 : 0;
    if (answer === undefined)
      return silence < timeout && current !== null ? current : take(seenAs('unknown', undefined));
    const isSuspended = answer.isSuspended || (before !== undefined && before === markOf(path));
    if (!isSuspended) return take(wroteAgain(answer));
    if (hasRoom(answer, marginBytes)) askToGoOn();
    else attempts = 0;
    return take(seenAs('suspended', answer));
  }

  function wroteAgain(answer: AuditdState): AuditLog {
    if (before !== undefined) log('info', 'audit-log-written-again', { attempts });
    before = undefined;
    if (current?.state === 'writing' && now() - current.since >= soundSeconds) attempts = 0;
    return seenAs(hasRoom(answer, 0) ? 'writing' : 'full', answer);
  }

  /** When its disk is unknown, there is space: it may be asked without effect, a limited number of times. */
  function hasRoom({ leastBytes }: AuditdState, margin: number): boolean {
    const freeBytes = freeBytesOf(dirname(path));
    return freeBytes === undefined || freeBytes >= (leastBytes ?? 0) + margin;
  }

  function askToGoOn(): void {
    if (attempts >= maxAttempts || now() < nextAttemptAt) return;
    attempts += 1;
    nextAttemptAt = now() + 2 ** attempts;
    before = markOf(path);
    const isAsked = auditd.resume();
    log('info', 'audit-log-asked-to-go-on', { attempt: attempts, isAsked });
    if (attempts === maxAttempts) log('error', 'audit-log-not-resumed', { attempts });
  }

  function seenAs(state: AuditLog['state'], answer: AuditdState | undefined): AuditLog {
    return {
      state,
      since: current?.state === state ? current.since : now(),
      freeBytes: freeBytesOf(dirname(path)) ?? null,
      neededBytes: answer === undefined ? null : neededOf(answer),
      attempts,
      hasGivenUp: state === 'suspended' && attempts >= maxAttempts,
    };
  }

  function take(next: AuditLog | null): AuditLog | null {
    const last = current;
    current = next;
    if (next === null || next.state === 'suspended') seenAt.set(next === null ? 'missing' : 'suspended', now());
    if (next?.state === last?.state && next?.attempts === last?.attempts) return next;
    if (next?.state === 'suspended' && last?.state !== 'suspended')
      log('warning', 'audit-log-suspended', { freeBytes: next.freeBytes, neededBytes: next.neededBytes });
    for (const listener of [...listeners]) listener();
    return next;
  }

  return {
    current: () => current,
    lastSeen: (state) => seenAt.get(state),
    read,
    async resume() {
      await read();
      attempts = 0;
      nextAttemptAt = 0;
      await read();
      return read();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => clearInterval(timer),
  };
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
