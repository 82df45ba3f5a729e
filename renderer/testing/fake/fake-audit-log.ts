// SPDX-License-Identifier: Apache-2.0
/** Says whether auditd of a fake host writes its log. */

import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';

const mebibyte = 1024 * 1024;

/** Suspended on a full disk for as long as the page is open, or well. */
export function fakeAuditLog(isSuspended: boolean, now: number): AuditLog {
  return {
    state: isSuspended ? 'suspended' : 'writing',
    since: now - 95,
    freeBytes: (isSuspended ? 12 : 4000) * mebibyte,
    neededBytes: 54 * mebibyte,
    attempts: 0,
    hasGivenUp: false,
  };
}
