// SPDX-License-Identifier: Apache-2.0
/** What kind of host this is: its kernel, its tools, and the log that gets the denials. */

import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { HostInfo, RecoveryStatus } from '../../../contract/model/host/host.ts';
import { serviceLimits } from '../../../contract/rules/service-limits.ts';
import { containersThatFit, readSubidFile } from '../../lxc/id-ranges.ts';
import type { HandlersOf } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { createAuditLogWatch } from './audit-log-watch.ts';
import { createAuditd } from './auditd.ts';
import { readDenialSource } from './denial-source.ts';
import { createHostInformation } from './host-information.ts';
import type { AuditLogWatch, DenialLog } from './ports.ts';

export interface HostFeature {
  readonly handlers: HandlersOf<'host.info'>;
  readonly auditLog: AuditLogWatch;
  read(): Promise<HostInfo>;
  denialLog(): Promise<DenialLog>;
  /** Records that the kernel has dropped since it began to count; null when it does not say. */
  auditLost(): Promise<number | null>;
  denialSource(): DenialLog['source'];
  close(): void;
}

export interface HostFeatureOptions {
  /** The helper's version. */
  readonly version: string;
  /** The disk of the layers. */
  readonly disk: () => HostDisk;
  /** Auditd writes there. */
  readonly auditLog: string;
  /** Says how far the helper has recovered. */
  readonly recovery: () => RecoveryStatus;
  readonly log: Log;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createHostFeature({
  version,
  disk,
  auditLog: path,
  recovery,
  log,
  now,
}: HostFeatureOptions): HostFeature {
  const auditLog = createAuditLogWatch({ auditd: createAuditd({ run: '/run', proc: '/proc' }), path, log, now });
  const information = createHostInformation({
    version,
    disk,
    recovery,
    limits: { containers: containersThatFit(readSubidFile()), consolesPerUser: serviceLimits.consolesPerUser.value },
    auditLog: () => auditLog.read(),
  });
  return {
    auditLog,
    read: information.read,
    denialLog: information.denialLog,
    auditLost: information.auditLost,
    denialSource: () => readDenialSource({ run: '/run', auditLog: path }, auditLog.current()),
    handlers: { 'host.info': () => information.read() },
    close: auditLog.close,
  };
}
