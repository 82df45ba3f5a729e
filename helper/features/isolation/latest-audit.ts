// SPDX-License-Identifier: Apache-2.0
/**
 * The latest audit of isolation that came to its end, of a client or of the helper, on which verdicts rest. The helper
 * audits when a running container is not covered by it, and before it is too old.
 */

import type { Container } from '../../../contract/model/containers/container.ts';
import { type AuditSubject, signatureOf, subjectOf } from '../../../contract/model/isolation/audit-subject.ts';
import { type AuditRecord, maxAuditAge } from '../../../contract/model/isolation/judge-container.ts';
import type { FindingKind } from '../../../contract/model/isolation-finding.ts';
import type { GivenResult, Params } from '../../../contract/operations/index.ts';
import type { AuditBook } from './audit-book.ts';
import type { AuditItem } from './audit-isolation.ts';

export type RunAudit = (
  params: Params<'isolation.audit'>,
  signal: AbortSignal,
) => AsyncGenerator<AuditItem, GivenResult<'isolation.audit'>, undefined>;

export interface LatestAudit {
  /** Audits, and keeps what was found when it comes to its end. */
  readonly run: RunAudit;
  /** Audits when that is due, until the signal aborts. */
  keepFresh(signal: AbortSignal): void;
}

export interface LatestAuditOptions {
  /** Keeps the latest audit. */
  readonly book: AuditBook;
  readonly audit: RunAudit;
  /** The containers now. */
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  /** The containers as they were listed last, which costs nothing. */
  readonly listed: () => readonly Container[];
  readonly onFailed: (error: unknown) => void;
  /** Milliseconds of a clock that nobody sets. */
  readonly uptimeMs: () => number;
}

/** Milliseconds between two looks whether an audit is due. */
const lookMs = 5000;
const minPauseMs = 20_000;
/** Passes after an audit that failed, so that the log does not fill with failures. */
const failedPauseMs = 300_000;
/** Audits take at most a quarter of the time. */
const pausePerAudit = 3;
/** A check is made again before the verdicts that rest on it become unknown. */
const renewMs = (maxAuditAge / 4) * 1000;

/** Found only by an audit that compares the labels of files; without one, the last such findings stand. */
const foundByLabels: readonly FindingKind[] = ['mislabelled', 'volume-labels'];

export function createLatestAudit(options: LatestAuditOptions): LatestAudit {
  const { book, audit, containers, listed, onFailed, uptimeMs } = options;
  let isUnderWay = false;
  let nextAt = -Infinity;
  let recordedAt = -Infinity;

  async function* run(
    params: Params<'isolation.audit'>,
    signal: AbortSignal,
  ): AsyncGenerator<AuditItem, GivenResult<'isolation.audit'>, undefined> {
    // The containers are listed before anything is read: what changes meanwhile differs from this, and is audited
    // again.
    const subject = subjectOf(await containers(signal));
    const findings: AuditRecord['findings'][number][] = [];
    const stream = audit(params, signal);
    try {
      for (;;) {
        const { done, value } = await stream.next();
        if (done === true) {
          keep(subject, findings, value);
          return value;
        }
        if (value.type === 'finding') findings.push(value.finding);
        yield value;
      }
    } finally {
      await stream.return(undefined as never);
    }
  }

  function keep(
    subject: AuditSubject,
    findings: AuditRecord['findings'],
    { checkedAt, labels }: GivenResult<'isolation.audit'>,
  ): void {
    const ofLabels = labels ? [] : (book.record()?.findings ?? []).filter(({ kind }) => foundByLabels.includes(kind));
    book.keep({ checkedAt, subject, findings: [...findings, ...ofLabels] });
    recordedAt = uptimeMs();
  }

  function isDue(): boolean {
    const now = uptimeMs();
    if (isUnderWay || now < nextAt) return false;
    const running = listed().filter(({ initPid }) => initPid !== null);
    if (running.length === 0) return false;
    const audited = book.record()?.subject;
    return now - recordedAt >= renewMs || running.some((one) => audited?.get(one.name) !== signatureOf(one));
  }

  async function refresh(signal: AbortSignal): Promise<void> {
    const begunAt = uptimeMs();
    isUnderWay = true;
    let hasFailed = true;
    try {
      const stream = run({ labels: false }, signal);
      while ((await stream.next()).done !== true);
      hasFailed = false;
    } catch (error) {
      if (!signal.aborted) onFailed(error);
    } finally {
      isUnderWay = false;
      const now = uptimeMs();
      nextAt = now + (hasFailed ? failedPauseMs : Math.max(minPauseMs, pausePerAudit * (now - begunAt)));
    }
  }

  return {
    run,
    keepFresh(signal) {
      const timer = setInterval(() => {
        if (isDue()) void refresh(signal);
      }, lookMs);
      timer.unref();
      signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    },
  };
}
