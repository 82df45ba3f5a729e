// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the verdicts of the host's containers: what the list of containers asks for, and what audits write. It stands
 * below the containers, and audits stand above them.
 */

import type { ActivityLog } from '../../journal/activity-log.ts';
import type { Log } from '../../system/log.ts';
import { messageOf } from '../../system/message-of.ts';
import { type AuditBook, createAuditBook } from './audit-book.ts';
import { createVerdictChanges } from './verdict-changes.ts';
import { createVerdicts, type ListedVerdicts } from './verdicts.ts';

export interface VerdictsOfHost {
  readonly verdicts: ListedVerdicts;
  /** What the verdicts go by. */
  readonly audits: AuditBook;
}

export interface VerdictsOfHostOptions {
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createVerdictsOfHost({ activity, log, now }: VerdictsOfHostOptions): VerdictsOfHost {
  const audits = createAuditBook();
  const changes = createVerdictChanges({
    activity,
    onUnkept: (error) => log('warning', 'verdict-not-written', { reason: messageOf(error) }),
  });
  return { audits, verdicts: createVerdicts({ audit: audits.record, onJudged: changes.take, now }) };
}
