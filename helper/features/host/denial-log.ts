// SPDX-License-Identifier: Apache-2.0
/** The log that gets the denials of this host, and whether it is being written. */

import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import { readDenialSource } from './denial-source.ts';
import { textOf } from '../../system/files/text-of.ts';
import type { DenialLog } from './ports.ts';

export interface DenialLogRoots {
  /** `/proc`. */
  readonly proc: string;
  /** `/run`. */
  readonly run: string;
  /** `/var/log/audit/audit.log`. */
  readonly auditLog: string;
}

export function readDenialLog(roots: DenialLogRoots, auditLog: AuditLog | null): DenialLog {
  const source = readDenialSource(roots, auditLog);
  const isAsked = auditLog !== null && auditLog.state !== 'unknown';
  return {
    source,
    isSuspended: isAsked ? auditLog.state === 'suspended' : undefined,
    isLimited:
      source === 'kernel' || (source === 'journald' && !isAuditHeard(textOf(`${roots.proc}/net/netlink`) ?? '')),
  };
}

/**
 * Says whether any program has a socket on which the kernel gives every audit record: journald, when its audit socket
 * is on (netlink(7): NETLINK_AUDIT, group AUDIT_NLGRP_READLOG).
 */
export function isAuditHeard(sockets: string): boolean {
  return sockets.split('\n').some((line) => {
    const [, protocol, , groups = '0'] = line.split(/\s+/);
    return protocol === '9' && (Number.parseInt(groups, 16) & 1) === 1;
  });
}
