// SPDX-License-Identifier: Apache-2.0
/** Describes the host, from the kernel's own files and from what is installed. */

import type { HostDisk } from '../../../contract/model/host/disk.ts';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import type { HostInfo, RecoveryStatus } from '../../../contract/model/host/host.ts';
import { protocolVersion } from '../../../rpc/protocol.ts';
import { polkitVersion } from '../../system/requirements.ts';
import { readAuditLost } from './audit-lost.ts';
import { readDenialLog } from './denial-log.ts';
import { type DenialSourceRoots, readDenialSource } from './denial-source.ts';
import { type KernelRoots, readKernelFacts } from './kernel-facts.ts';
import { keepAnswer } from './kept-answer.ts';
import { createProgramVersion } from '../../system/programs/program-version.ts';
import { readSelinuxStatus, type SelinuxRoots } from '../../selinux/selinux-status.ts';
import type { DenialLog } from './ports.ts';

interface HostInformationRoots extends KernelRoots, SelinuxRoots, DenialSourceRoots {
  readonly lxcStart: string;
  readonly pkaction: string;
  readonly auditctl: string;
}

export interface HostInformationOptions {
  /** The helper's version. */
  readonly version: string;
  readonly limits: HostInfo['limits'];
  /** The disk of the layers; raises when it cannot be read. */
  readonly disk: () => HostDisk;
  readonly recovery: () => RecoveryStatus;
  /** Says whether auditd writes its log. */
  readonly auditLog: () => Promise<AuditLog | null>;
  readonly roots?: Partial<HostInformationRoots>;
}

export interface HostInformation {
  read(): Promise<HostInfo>;
  /** What denials are read from, and whether it is being written. */
  denialLog(): Promise<DenialLog>;
  /** Records that the kernel has dropped, as of now; null when it does not say. */
  auditLost(): Promise<number | null>;
}

const systemRoots: HostInformationRoots = {
  proc: '/proc',
  etc: '/etc',
  cgroup: '/sys/fs/cgroup',
  selinux: '/sys/fs/selinux',
  run: '/run',
  auditLog: '/var/log/audit/audit.log',
  lxcStart: '/usr/bin/lxc-start',
  pkaction: '/usr/bin/pkaction',
  auditctl: '/usr/sbin/auditctl',
};

/** auditd is asked by a signal, and answers in a twentieth of a second. */
const logKeptMs = 1000;
/** The kernel's audit is asked by a program, the most expensive of all that is asked here. */
const lostKeptMs = 10_000;

export function createHostInformation(options: HostInformationOptions): HostInformation {
  const roots = { ...systemRoots, ...options.roots };
  const lxc = createProgramVersion(roots.lxcStart);
  const polkit = createProgramVersion(roots.pkaction);
  const auditLost = keepAnswer(() => readAuditLost(roots.auditctl), lostKeptMs);
  const auditLog = keepAnswer(options.auditLog, logKeptMs);
  return {
    auditLost: () => readAuditLost(roots.auditctl),
    denialLog: async () => readDenialLog(roots, await options.auditLog()),
    async read() {
      const [lxcText, polkitText, lost, log] = await Promise.all([lxc.text(), polkit.text(), auditLost(), auditLog()]);
      const selinux = readSelinuxStatus(roots);
      return {
        ...readKernelFacts(roots),
        lxc: lxcText ?? null,
        polkit: polkitVersion(polkitText)?.toString() ?? null,
        selinux,
        denialSource: selinux.status === 'disabled' ? null : readDenialSource(roots, log),
        auditLog: log,
        auditLost: lost,
        helper: { version: options.version, protocol: protocolVersion, pid: process.pid },
        recovery: options.recovery(),
        disk: diskOrNull(options.disk),
        limits: options.limits,
      };
    },
  };
}

/** A disk that cannot be read makes only its own values unknown. */
function diskOrNull(read: () => HostDisk): HostDisk | null {
  try {
    return read();
  } catch {
    return null;
  }
}
