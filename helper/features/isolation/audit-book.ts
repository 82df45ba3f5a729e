// SPDX-License-Identifier: Apache-2.0
/** Keeps the record of the latest audit of isolation that came to its end, on which verdicts rest. */

import type { AuditRecord } from '../../../contract/model/isolation/judge-container.ts';

export interface AuditBook {
  /** Undefined before the first. */
  record(): AuditRecord | undefined;
  keep(record: AuditRecord): void;
}

export function createAuditBook(): AuditBook {
  let latest: AuditRecord | undefined;
  return {
    record: () => latest,
    keep(record) {
      latest = record;
    },
  };
}
