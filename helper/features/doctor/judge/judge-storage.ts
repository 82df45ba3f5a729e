// SPDX-License-Identifier: Apache-2.0
/** Checks of the host's disk and of the log that gets the denials. */

import { describeAuditLog } from '../../../../contract/wording/describe-audit-log.ts';
import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { HostDisk } from '../../../../contract/model/host/disk.ts';
import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { logEveryDenial } from '../../../../contract/rules/host-fixes.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { formatSize } from '../../../system/files/format-size.ts';
import { installFix } from '../../../system/packages.ts';
import type { DoctorFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

const gibibyte = 2 ** 30;
const layers = '/var/lib/bulkhead/containers';
const logFolder = '/var/log/audit';

export function judgeStorage(facts: DoctorFacts): readonly GivenHostCheck[] {
  const { disk } = facts.info;
  return [judgeDisk(disk), ...(disk === null ? [] : [judgeQuotas(disk)]), judgeAuditLog(facts)];
}

function judgeDisk(disk: HostDisk | null): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('disk', say('Disk of the layers'));
  const look = commands(say('See what fills the disk, and free some of it.'), `df -h ${layers}`, `df -i ${layers}`);
  if (disk === null)
    return warn(say('The disk of {layers} cannot be read, so its reserve is not known.', { layers }), look);
  const { freeBytes, reserveBytes, freeInodes, reserveInodes } = disk;
  const room = freeBytes - reserveBytes;
  if (room <= 0)
    return fail(
      say(
        '{freeBytes} are free, which is less than the reserve of {reserveBytes}: containers can write nothing more.',
        { freeBytes: formatSize(freeBytes), reserveBytes: formatSize(reserveBytes) },
      ),
      look,
    );
  if (freeInodes <= reserveInodes)
    return fail(
      say(
        '{freeInodes} inodes are free, which is less than the reserve of {reserveInodes}: containers ' +
          'can create no more files.',
        { freeInodes, reserveInodes },
      ),
      look,
    );
  const sizes = { room: formatSize(room), reserveBytes: formatSize(reserveBytes) };
  return room < gibibyte
    ? warn(say('Only {room} are free for containers above the reserve of {reserveBytes}.', sizes), look)
    : ok(say('{room} are free for containers above the reserve of {reserveBytes}.', sizes));
}

function judgeQuotas({ backing }: HostDisk): GivenHostCheck {
  const { ok, warn } = judgementOf('project-quotas', say('Limits of layers'));
  if (backing === 'project-quota') return ok(say('Project quotas limit the layers, so nothing is set aside for them.'));
  return warn(
    say(
      'The file system of {layers} has no project quotas: each container gets a file, with all of its limit allocated ' +
        'at once.',
      { layers },
    ),
    advice(
      say(
        'Find it with findmnt --target {layers}. ext4 gets them while it is not mounted, by tune2fs -O project,quota ' +
          '-Q prjquota DEVICE: for the root file system from a rescue system, with rootflags=prjquota on the ' +
          "kernel's command line. XFS has them with the mount option prjquota. Containers that there are keep their " +
          'files. Or choose smaller limits, with bulkheadctl create --disk.',
        { layers },
      ),
    ),
  );
}

/** Null where no auditd runs: then it matters whether the other log gets every record. */
function judgeAuditLog({ info, auditLog, denialLog, distribution }: DoctorFacts): GivenHostCheck {
  const { ok, warn } = judgementOf('audit-log', say('Log of denials'));
  if (info.selinux.status === 'disabled') return ok(say('Without SELinux there are no denials.'));
  if (auditLog !== null) return judgeAuditd(auditLog, info.auditLost ?? 0);
  if (!denialLog.isLimited) return ok(say('The journal gets every denial from the kernel.'));
  return warn(
    say(
      "auditd does not run, and denials come through the kernel's ring: of a burst the kernel keeps " +
        'the first few only.',
    ),
    denialLog.source === 'journald' ? logEveryDenial('journald', distribution) : installFix(['auditd'], distribution),
  );
}

function judgeAuditd(log: AuditLog, lost: number): GivenHostCheck {
  const { ok, warn, fail } = judgementOf('audit-log', say('Log of denials'));
  switch (log.state) {
    case 'suspended':
      return fail(wordsOf(log), suspendedFix(log));
    case 'full':
      return warn(wordsOf(log), commands(say('Make room where the log lies.'), `df -h ${logFolder}`));
    case 'unknown':
      return warn(
        say('auditd runs and does not say whether it writes its log.'),
        commands(say('Look at what it says itself.'), 'systemctl status auditd', 'auditctl -s'),
      );
    case 'writing':
      return lost === 0
        ? ok(say('auditd writes every record to its log.'))
        : warn(
            say(
              'auditd writes its log, and the kernel has dropped {lost} audit records that nobody ' +
                'read in time; denials may be among them.',
              { lost },
            ),
            advice(
              say('Raise the backlog limit (-b in /etc/audit/rules.d), and see in the denials what causes so many.'),
            ),
          );
  }
}

function suspendedFix({ freeBytes, neededBytes }: AuditLog): GivenHostCheck['fix'] & object {
  const isFull = freeBytes !== null && neededBytes !== null && freeBytes < neededBytes;
  return isFull
    ? commands(say('Make room where the log lies. auditd is then asked to write again.'), `df -h ${logFolder}`)
    : { by: 'helper', check: 'audit-log', summary: say('Ask auditd to write its log again.') };
}

function wordsOf(log: AuditLog): Words {
  return say('{what}. {next}', describeAuditLog(log));
}
