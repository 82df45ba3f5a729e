// SPDX-License-Identifier: Apache-2.0
/** Checks of who may call the helper: polkit, its actions, the units of the helper, and the helper's own domain. */

import type { HostCheck } from '../../../../contract/model/host/host-check.ts';
import { helperType } from '../../../selinux/types.ts';
import { installFix } from '../../../system/packages.ts';
import { minimumPolkit } from '../../../system/requirements.ts';
import type { DoctorFacts, ServiceFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

export function judgeAccess(facts: DoctorFacts): readonly HostCheck[] {
  const { service, info } = facts;
  return [
    judgePolkit(facts),
    judgeService(service),
    // Without SELinux there are no domains, which is the finding of another check.
    ...(info.selinux.status === 'disabled' ? [] : [judgeDomain(service)]),
  ];
}

function judgePolkit({ info, missingActions, distribution }: DoctorFacts): HostCheck {
  const { ok, fail } = judgementOf('polkit', 'polkit');
  const version = info.polkit;
  if (version === null)
    return fail(
      'polkit does not say its version: it is not installed as a whole.',
      installFix(['polkit'], distribution),
    );
  if (Number(version) < minimumPolkit)
    return fail(
      `polkit ${version} cannot tell callers apart safely; ${minimumPolkit} or newer can.`,
      advice(`Install polkit ${minimumPolkit} or newer.`),
    );
  if (missingActions.length === 0)
    return ok(`polkit ${version} answers, and knows every action of this helper. It allowed this check.`);
  return fail(
    `polkit does not know ${missingActions.join(', ')}: operations that need such an action are denied to everybody.`,
    advice('Install org.bulkhead.policy of this version of the helper into /usr/share/polkit-1/actions.'),
  );
}

function judgeService({ isSocketEnabled, isServiceEnabled }: ServiceFacts): HostCheck {
  const { ok, warn } = judgementOf('service', "Helper's service");
  const off = [
    ...(isSocketEnabled ? [] : ['bulkhead-helper.socket']),
    ...(isServiceEnabled ? [] : ['bulkhead-helper.service']),
  ];
  if (off.length === 0) return ok('Socket and service of the helper start with the host.');
  const consequence = isSocketEnabled
    ? 'roots of containers are mounted only once somebody connects'
    : 'nobody can connect after the next boot';
  return warn(
    `${off.join(' and ')} ${off.length === 1 ? 'is' : 'are'} not enabled: ${consequence}.`,
    commands('Enable both.', 'systemctl enable bulkhead-helper.socket bulkhead-helper.service'),
  );
}

function judgeDomain({ domain }: ServiceFacts): HostCheck {
  const { ok, fail } = judgementOf('helper-domain', "Helper's domain");
  if (domain === helperType) return ok(`The helper runs in its own domain, ${helperType}.`);
  return fail(
    `The helper runs in ${domain ?? 'a domain that cannot be read'} instead of ${helperType}: the policy of containers expects that type.`,
    commands(
      'Start it by its unit, which names the domain.',
      'systemctl restart bulkhead-helper.service',
      'systemctl show -p SELinuxContext bulkhead-helper.service',
    ),
  );
}
