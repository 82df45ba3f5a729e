// SPDX-License-Identifier: Apache-2.0
/** Which of the host's logs gets the denials. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';

export interface DenialSourceRoots {
  /** `/run`. */
  readonly run: string;
  /** `/var/log/audit/audit.log`. */
  readonly auditLog: string;
}

/**
 * auditd takes the records from the kernel when it runs, and while it writes nothing the helper takes a copy of its
 * own; without it journald does; without that they stay in the kernel's ring. A log without a process is one that
 * another program writes.
 */
export function readDenialSource(
  { run, auditLog }: DenialSourceRoots,
  state: AuditLog | null,
): Exclude<HostInfo['denialSource'], null> {
  if (existsSync(join(run, 'auditd.pid'))) return state?.state === 'suspended' ? 'audit-socket' : 'auditd';
  if (existsSync(join(run, 'systemd/journal/socket'))) return 'journald';
  return existsSync(auditLog) ? 'auditd' : 'kernel';
}
