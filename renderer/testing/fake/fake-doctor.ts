// SPDX-License-Identifier: Apache-2.0
/** The checks of the fake host: what the real doctor would find there, and the fixes that it would make. */

import { describeAuditLog } from '../../../contract/wording/describe-audit-log.ts';
import { fail } from '../../../contract/errors.ts';
import { bootWithSelinux, enforceOn } from '../../../contract/rules/host-fixes.ts';
import type { FixableCheck, GivenCheckFix, GivenHostCheck } from '../../../contract/model/host/host-check.ts';
import type { GivenResult } from '../../../contract/operations/index.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { FakeHost } from './fake-host.ts';
import { pause } from './pause.ts';

export async function fakeCheck(host: FakeHost): Promise<GivenResult<'doctor.check'>> {
  await pause(300);
  return { checks: checksOf(host), checkedAt: host.now() };
}

export async function fakeFix(host: FakeHost, id: FixableCheck): Promise<GivenHostCheck> {
  await pause(900);
  if (id === 'bridge') host.services.hasBridge = true;
  else if (host.auditLog.state === 'suspended') {
    fail('check-not-fixed', { check: id, reason: say('{what}. {next}', describeAuditLog(host.auditLog)) });
  }
  const check = checksOf(host).find((one) => one.id === id);
  if (check === undefined) throw new Error(`the fake host has no check ${id}`);
  return check;
}

function checksOf(host: FakeHost): GivenHostCheck[] {
  return [
    ok(
      'kernel',
      say('Kernel'),
      say('Linux {release}; the helper needs {wanted} or newer.', { release: '6.12.57+deb13-amd64', wanted: '6.5' }),
    ),
    ok(
      'cgroup',
      say('Control groups'),
      say('cgroup v2 with the controllers {wantedControllers}.', { wantedControllers: 'cpu, io, memory, pids' }),
    ),
    {
      ...ok('clock', say('Clock'), ''),
      state: 'warn',
      message: say(
        'The clock is not synchronised with a time server, so times of denials may not match those of other hosts.',
      ),
      fix: commands(say('Let a time server set the clock.'), 'timedatectl set-ntp true', 'timedatectl'),
    },
    ok(
      'polkit',
      say('polkit'),
      say('polkit {version} answers, and knows every action of this helper. It allowed this check.', {
        version: '126',
      }),
    ),
    selinux(host),
    ok('lxc', say('LXC'), say('LXC {lxc}, with its tools and its seccomp profile.', { lxc: '6.0.4' })),
    bridge(host),
    ok(
      'subordinate-ids',
      say('Subordinate ids'),
      say("root's subordinate ids are enough for {room} containers, of which {taken} are taken.", {
        room: 200,
        taken: host.containers.size,
      }),
    ),
    ok('images', say('Images'), say('There are {count} images.', { count: 3 })),
    auditLog(host),
  ];
}

function ok(id: string, title: Words, message: Words): GivenHostCheck {
  return { id, title, state: 'ok', message, fix: null };
}

function commands(summary: Words, ...lines: readonly string[]): GivenCheckFix {
  return { by: 'commands', summary, commands: [...lines] };
}

function selinux({ selinux: mode }: FakeHost): GivenHostCheck {
  const check = ok('selinux', say('SELinux'), say('SELinux enforces now, and after the next boot.'));
  if (mode === 'enforcing') return check;
  return mode === 'permissive'
    ? {
        ...check,
        state: 'fail',
        message: say('SELinux is permissive: what it would deny is logged, not blocked.'),
        fix: enforceOn('debian'),
      }
    : {
        ...check,
        state: 'fail',
        message: say(
          'The kernel runs without SELinux: nothing but user namespaces, cgroups and seccomp isolates containers.',
        ),
        fix: bootWithSelinux('debian'),
      };
}

function bridge({ services }: FakeHost): GivenHostCheck {
  const check = ok(
    'bridge',
    say("LXC's bridge"),
    say('The bridge {natBridge} is up; containers with NAT get their addresses there.', { natBridge: 'lxcbr0' }),
  );
  if (services.hasBridge) return check;
  return {
    ...check,
    state: 'warn',
    message: say(
      'The bridge {natBridge} is down: lxc-net.service has not started, or failed. ' +
        'The helper starts it with the next container that needs it.',
      { natBridge: 'lxcbr0' },
    ),
    fix: { by: 'helper', check: 'bridge', summary: say('Start lxc-net.service now.') },
  };
}

function auditLog({ auditLog: log }: FakeHost): GivenHostCheck {
  const check = ok('audit-log', say('Log of denials'), say('auditd writes every record to its log.'));
  if (log.state !== 'suspended') return check;
  return {
    ...check,
    state: 'fail',
    message: say('{what}. {next}', describeAuditLog(log)),
    fix: commands(say('Make room where the log lies. auditd is then asked to write again.'), 'df -h /var/log/audit'),
  };
}
