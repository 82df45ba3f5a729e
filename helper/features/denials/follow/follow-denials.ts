// SPDX-License-Identifier: Apache-2.0
/** Follows whichever log gets the denials of this host, and changes over when auditd comes, goes, or stops writing. */

import { setInterval } from 'node:timers';
import type { HostInfo } from '../../../../contract/model/host/host.ts';
import { followAuditLog } from './follow-audit-log.ts';
import { followAuditSocket } from './follow-audit-socket.ts';
import type { FollowItem } from './follow-item.ts';
import { followJournal } from './follow-journal.ts';
import { followKernelRing } from './follow-kernel-ring.ts';

type Source = Exclude<HostInfo['denialSource'], null>;

export interface FollowDenialsOptions {
  readonly source: () => Source;
  /** Seconds since the epoch: how far back the first log is read. */
  readonly since: number;
  /** An earlier start ended there, in whichever log that was. */
  readonly position: string | undefined;
  readonly auditLog: string;
  readonly signal: AbortSignal;
  readonly checkMs?: number;
}

type Follow = (options: {
  readonly since: number;
  readonly position: string | undefined;
  readonly signal: AbortSignal;
}) => AsyncGenerator<FollowItem, void, undefined>;

export async function* followDenials({
  source,
  since,
  position,
  auditLog,
  signal,
  checkMs = 1000,
}: FollowDenialsOptions): AsyncGenerator<FollowItem, void, undefined> {
  const follow: Readonly<Record<Source, Follow>> = {
    auditd: (options) => followAuditLog({ ...options, path: auditLog }),
    journald: followJournal,
    kernel: followKernelRing,
    'audit-socket': followAuditSocket,
  };
  let from = { since, position };
  while (!signal.aborted) {
    const current = source();
    const turn = watchSource(source, current, checkMs);
    try {
      yield* follow[current]({ ...from, signal: AbortSignal.any([signal, turn.signal]) });
    } finally {
      turn.stop();
    }
    // What the other log holds since the source was seen unchanged may be new; what both hold is known by its serial.
    from = { since: turn.unchangedAt(), position: undefined };
    yield { kind: 'switched' };
  }
}

function watchSource(
  source: () => Source,
  current: Source,
  checkMs: number,
): { readonly signal: AbortSignal; unchangedAt(): number; stop(): void } {
  const turn = new AbortController();
  let unchangedAt = Date.now() / 1000;
  const timer = setInterval(() => {
    if (source() === current) unchangedAt = Date.now() / 1000;
    else turn.abort();
  }, checkMs);
  timer.unref();
  return { signal: turn.signal, unchangedAt: () => unchangedAt, stop: () => clearInterval(timer) };
}
