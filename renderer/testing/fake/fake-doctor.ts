// SPDX-License-Identifier: Apache-2.0
/** The checks of the fake host: what the real doctor would find there, and the fixes that it would make. */

import { describeAuditLog } from '../../../contract/describe-audit-log.ts';
import { fail } from '../../../contract/errors.ts';
import type { CheckFix, FixableCheck, HostCheck } from '../../../contract/model/host/host-check.ts';
import type { Result } from '../../../contract/operations/index.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

export async function fakeCheck(host: FakeHost): Promise<Result<'doctor.check'>> {
  await pause(300);
  return { checks: checksOf(host), checkedAt: host.now() };
}

export async function fakeFix(host: FakeHost, id: FixableCheck): Promise<HostCheck> {
  await pause(900);
  if (id === 'bridge') host.services.hasBridge = true;
  else if (host.auditLog.state === 'suspended') {
    const { what, next } = describeAuditLog(host.auditLog);
    fail('check-not-fixed', { check: id, reason: `${what}. ${next}` });
  }
  const check = checksOf(host).find((one) => one.id === id);
  if (check === undefined) throw new Error(`the fake host has no check ${id}`);
  return check;
}

function checksOf(host: FakeHost): HostCheck[] {
  return [
    ok('kernel', 'Kernel', 'Linux 6.12.57+deb13-amd64; the helper needs 6.5 or newer.'),
    ok('cgroup', 'Control groups', 'cgroup v2 with the controllers cpu, io, memory, pids.'),
    {
      ...ok('clock', 'Clock', ''),
      state: 'warn',
      message:
        'The clock is not synchronised with a time server, so times of denials may not match those of other hosts.',
      fix: commands('Let a time server set the clock.', 'timedatectl set-ntp true', 'timedatectl'),
    },
    ok('polkit', 'polkit', 'polkit 126 answers, and knows every action of this helper. It allowed this check.'),
    selinux(host),
    ok('lxc', 'LXC', 'LXC 6.0.4, with its tools and its seccomp profile.'),
    bridge(host),
    ok(
      'subordinate-ids',
      'Subordinate ids',
      `root's subordinate ids are enough for 200 containers, of which ${host.containers.size} are taken.`,
    ),
    ok('images', 'Images', 'There are 3 images.'),
    auditLog(host),
  ];
}

function ok(id: string, title: string, message: string): HostCheck {
  return { id, title, state: 'ok', message, fix: null };
}

function commands(summary: string, ...lines: readonly string[]): CheckFix {
  return { by: 'commands', summary, commands: [...lines] };
}

function selinux({ selinux: mode }: FakeHost): HostCheck {
  const check = ok('selinux', 'SELinux', 'SELinux enforces now, and after the next boot.');
  if (mode === 'enforcing') return check;
  return mode === 'permissive'
    ? {
        ...check,
        state: 'fail',
        message: 'SELinux is permissive: what it would deny is logged, not blocked.',
        fix: commands('Enforce from now on.', 'setenforce 1'),
      }
    : {
        ...check,
        state: 'fail',
        message:
          'The kernel runs without SELinux: nothing but user namespaces, cgroups and seccomp isolates containers.',
        fix: commands(
          'Install a policy, let all files be labelled, and boot with SELinux.',
          'selinux-activate',
          'reboot',
        ),
      };
}

function bridge({ services }: FakeHost): HostCheck {
  const check = ok('bridge', "LXC's bridge", 'The bridge lxcbr0 is up; containers with NAT get their addresses there.');
  if (services.hasBridge) return check;
  return {
    ...check,
    state: 'warn',
    message:
      'The bridge lxcbr0 is down: lxc-net.service has not started, or failed. The helper starts it with the next container that needs it.',
    fix: { by: 'helper', check: 'bridge', summary: 'Start lxc-net.service now.' },
  };
}

function auditLog({ auditLog: log }: FakeHost): HostCheck {
  const check = ok('audit-log', 'Log of denials', 'auditd writes every record to its log.');
  if (log.state !== 'suspended') return check;
  const { what, next } = describeAuditLog(log);
  return {
    ...check,
    state: 'fail',
    message: `${what}. ${next}`,
    fix: commands('Make room where the log lies. auditd is then asked to write again.', 'df -h /var/log/audit'),
  };
}
