// SPDX-License-Identifier: Apache-2.0
/**
 * Answers replays on the fake host: a narrow module would deny what the container was recorded to use, and a boolean would
 * allow what was denied.
 */

import { fail } from '../../../../contract/errors.ts';
import type { BooleanSetting, RecordedAccess, Recording, Replay } from '../../../../contract/model/policy/replay.ts';
import { say } from '../../../../contract/text.ts';
import { domainOf } from './fake-module.ts';

export function fakeRecording(now: number, days: number): Recording {
  return { since: now - days * 24 * 3600, oldest: now - 6 * 24 * 3600, gaps: [], leftOut: 0 };
}

function accessOf(domain: string, container: string, now: number): RecordedAccess {
  return {
    source: { user: 'system_u', role: 'system_r', type: domain, level: 's0:c11,c12' },
    target: { user: 'system_u', role: 'object_r', type: 'sysfs_t', level: 's0' },
    class: 'file',
    permissions: ['open', 'read'],
    container,
    comms: ['postgres'],
    used: 12,
    blocked: 0,
    last: now - 3 * 3600,
  };
}

/** The booleans of the fake policy, which are off: one would allow what its web server was denied, the other nothing. */
const fakeBooleans = ['bulkhead_connect_mail', 'secure_mode_policyload'];

interface AskedReplay {
  readonly boolean: BooleanSetting;
  readonly days: number;
}

export function replayOfBoolean({ boolean: { name, isOn }, days }: AskedReplay, now: number): Replay {
  if (!fakeBooleans.includes(name))
    fail('context-unknown', { name, reason: say('the loaded policy has no such boolean') });
  const allowed =
    isOn && name === 'bulkhead_connect_mail'
      ? [
          {
            access: { ...accessOf('bulkhead_t', 'web', now), used: 0, blocked: 12 },
            permissions: ['open', 'read'],
            grantedBy: [`allow bulkhead_t sysfs_t:file { open read }; [ ${name} ]:True`],
            deniedBy: ['missing: allow bulkhead_t sysfs_t:file { open read };'],
          },
        ]
      : [];
  return { ...replayOf('web', '', now), allowed, allowedCount: allowed.length, recording: fakeRecording(now, days) };
}

/** The fake host's modules grant by macros; one that is narrow, and names no rule about it, grants no `sysfs_t`. */
export function replayOf(name: string, source: string, now: number): Replay {
  const domain = domainOf(name);
  const access = accessOf(domain, name, now);
  const isDenied = source.includes('bulkhead_narrow_container') && !source.includes('sysfs_t');
  const flip = {
    access,
    permissions: ['open', 'read'],
    grantedBy: ['allow bulkhead_uses_host sysfs_t:file { open read };'],
    deniedBy: [`missing: allow ${domain} sysfs_t:file { open read };`],
  };
  return {
    examined: 23,
    denied: isDenied ? [flip] : [],
    deniedCount: isDenied ? 1 : 0,
    allowed: [],
    allowedCount: 0,
    unknown: [],
    unknownCount: 0,
    recording: fakeRecording(now, 7),
  };
}
