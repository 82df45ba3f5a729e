// SPDX-License-Identifier: Apache-2.0
/** What is known of the host's logs, for the other features. */

import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';

export interface AuditLogWatch {
  /** Gives the state as of the last look; null where no auditd runs. */
  current(): AuditLog | null;
  /**
   * Says when it was seen so for the last time, in seconds since the epoch; undefined when it was not since this start.
   */
  lastSeen(state: 'missing' | 'suspended'): number | undefined;
  /** Looks now. */
  read(): Promise<AuditLog | null>;
  /** Asks a suspended auditd to write again, also where the helper has given up, and says what came of it. */
  resume(): Promise<AuditLog | null>;
  /** Calls back at each change of the state or of the attempts; gives the way to end that. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface DenialLog {
  readonly source: Exclude<HostInfo['denialSource'], null>;
  /** auditd runs, and has stopped writing because its disk is full or failed; undefined when it does not say. */
  readonly isSuspended: boolean | undefined;
  /**
   * Records come by the kernel's ring: of these the kernel leaves out what comes in bursts (`kernel.printk_ratelimit`).
   */
  readonly isLimited: boolean;
}
