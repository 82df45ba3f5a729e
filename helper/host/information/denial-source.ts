/** Which of the host's logs gets the denials. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HostInfo } from '../../../contract/model/host.ts';

export interface DenialSourceRoots {
  /** `/run`. */
  readonly run: string;
  /** `/var/log/audit/audit.log`. */
  readonly auditLog: string;
}

/** auditd takes the records from the kernel when it runs; without it journald does; without that they stay in the kernel's ring. A log without a process is one that another program writes. */
export function readDenialSource({ run, auditLog }: DenialSourceRoots): Exclude<HostInfo['denialSource'], null> {
  if (existsSync(join(run, 'auditd.pid'))) return 'auditd';
  if (existsSync(join(run, 'systemd/journal/socket'))) return 'journald';
  return existsSync(auditLog) ? 'auditd' : 'kernel';
}
