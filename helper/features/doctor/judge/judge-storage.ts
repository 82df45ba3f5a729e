// SPDX-License-Identifier: Apache-2.0
/** Checks of the host's disk and of the log that gets the denials. */

import { describeAuditLog } from '../../../../contract/describe-audit-log.ts';
import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { HostDisk } from '../../../../contract/model/host/disk.ts';
import type { HostCheck } from '../../../../contract/model/host/host-check.ts';
import { logEveryDenial } from '../../../../contract/host-fixes.ts';
import { formatSize } from '../../../system/files/format-size.ts';
import { installFix } from '../../../system/packages.ts';
import type { DoctorFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

const gibibyte = 2 ** 30;
const layers = '/var/lib/bulkhead/containers';
const logFolder = '/var/log/audit';

export function judgeStorage(facts: DoctorFacts): readonly HostCheck[] {
  return [judgeDisk(facts.info.disk), judgeAuditLog(facts)];
}

function judgeDisk(disk: HostDisk | null): HostCheck {
  const { ok, warn, fail } = judgementOf('disk', 'Disk of the layers');
  const look = commands('See what fills the disk, and free some of it.', `df -h ${layers}`, `df -i ${layers}`);
  if (disk === null) return warn(`The disk of ${layers} cannot be read, so its reserve is not known.`, look);
  const { freeBytes, reserveBytes, freeInodes, reserveInodes } = disk;
  const room = freeBytes - reserveBytes;
  if (room <= 0)
    return fail(
      `${formatSize(freeBytes)} are free, which is less than the reserve of ${formatSize(reserveBytes)}: ` +
        'containers can write nothing more.',
      look,
    );
  if (freeInodes <= reserveInodes)
    return fail(
      `${freeInodes} inodes are free, which is less than the reserve of ${reserveInodes}: containers can create no more files.`,
      look,
    );
  const label = `${formatSize(room)} are free for containers above the reserve of ${formatSize(reserveBytes)}`;
  return room < gibibyte ? warn(`Only ${label}.`, look) : ok(`${label}.`);
}

/** Null where no auditd runs: then it matters whether the other log gets every record. */
function judgeAuditLog({ info, auditLog, denialLog, distribution }: DoctorFacts): HostCheck {
  const { ok, warn } = judgementOf('audit-log', 'Log of denials');
  if (info.selinux.status === 'disabled') return ok('Without SELinux there are no denials.');
  if (auditLog !== null) return judgeAuditd(auditLog, info.auditLost ?? 0);
  if (!denialLog.isLimited) return ok('The journal gets every denial from the kernel.');
  return warn(
    "auditd does not run, and denials come through the kernel's ring: of a burst the kernel keeps the first few only.",
    denialLog.source === 'journald' ? logEveryDenial('journald', distribution) : installFix(['auditd'], distribution),
  );
}

function judgeAuditd(log: AuditLog, lost: number): HostCheck {
  const { ok, warn, fail } = judgementOf('audit-log', 'Log of denials');
  switch (log.state) {
    case 'suspended':
      return fail(wordsOf(log), suspendedFix(log));
    case 'full':
      return warn(wordsOf(log), commands('Make room where the log lies.', `df -h ${logFolder}`));
    case 'unknown':
      return warn(
        'auditd runs and does not say whether it writes its log.',
        commands('Look at what it says itself.', 'systemctl status auditd', 'auditctl -s'),
      );
    case 'writing':
      return lost === 0
        ? ok('auditd writes every record to its log.')
        : warn(
            `auditd writes its log, and the kernel has dropped ${lost} audit records that nobody read in time; denials may be among them.`,
            advice('Raise the backlog limit (-b in /etc/audit/rules.d), and see in the denials what causes so many.'),
          );
  }
}

function suspendedFix({ freeBytes, neededBytes }: AuditLog): HostCheck['fix'] & object {
  const isFull = freeBytes !== null && neededBytes !== null && freeBytes < neededBytes;
  return isFull
    ? commands('Make room where the log lies. auditd is then asked to write again.', `df -h ${logFolder}`)
    : { by: 'helper', check: 'audit-log', summary: 'Ask auditd to write its log again.' };
}

function wordsOf(log: AuditLog): string {
  const { what, next } = describeAuditLog(log);
  return `${what}. ${next}`;
}
