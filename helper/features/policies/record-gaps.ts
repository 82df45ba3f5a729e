// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether all that a container did since it began to learn was recorded: auditd wrote all the time, and nobody had
 * to drop a record. An earlier helper's view of auditd is not known to this one.
 */

import type { RecordGap } from '../../../contract/model/policy/record-gap.ts';
import type { Description } from '../../lxc/description.ts';
import type { Denials } from '../denials/ports.ts';
import type { AuditLogWatch } from '../host/ports.ts';

type Lost = NonNullable<Description['learnedLost']>;

export interface RecordGaps {
  /** The records that were lost until now, to be compared with later. */
  countLost(): Promise<Lost>;
  since(begin: Pick<Description, 'learnedSince' | 'learnedLost'>): Promise<RecordGap[]>;
}

export interface RecordGapsOptions {
  readonly auditLog: Pick<AuditLogWatch, 'read' | 'lastSeen'>;
  /** Counts those lost by the kernel since the host booted; null when it does not say. */
  readonly lostByKernel: () => Promise<number | null>;
  readonly denials: Pick<Denials, 'lost' | 'keptSince'>;
}

export function createRecordGaps({ auditLog, lostByKernel, denials }: RecordGapsOptions): RecordGaps {
  const countLost = async (): Promise<Lost> => ({ kernel: await lostByKernel(), helper: denials.lost() });

  return {
    countLost,
    async since({ learnedSince, learnedLost }) {
      const begin = learnedSince ?? 0;
      // What is so now is seen by this look.
      await auditLog.read();
      const wasSeen = (state: 'missing' | 'suspended'): boolean => (auditLog.lastSeen(state) ?? -1) >= begin;
      const hasLost = denials.keptSince() > begin || (learnedLost !== null && isMore(learnedLost, await countLost()));
      return [
        ...(wasSeen('missing') ? (['no-auditd'] as const) : []),
        ...(wasSeen('suspended') ? (['auditd-suspended'] as const) : []),
        ...(hasLost ? (['records-lost'] as const) : []),
      ];
    },
  };
}

/** The kernel counts from zero again when the host boots. */
function isMore(before: Lost, after: Lost): boolean {
  if (after.helper > before.helper) return true;
  if (before.kernel === null || after.kernel === null) return false;
  return after.kernel < before.kernel ? after.kernel > 0 : after.kernel > before.kernel;
}
