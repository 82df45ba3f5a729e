// SPDX-License-Identifier: Apache-2.0
/** Checks of who may call the helper: polkit, its actions, the units of the helper, and the helper's own domain. */

import type { GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import { say } from '../../../../contract/text.ts';
import { helperType } from '../../../selinux/types.ts';
import { installFix } from '../../../system/packages.ts';
import { minimumPolkit } from '../../../system/requirements.ts';
import type { DoctorFacts, ServiceFacts } from '../facts/doctor-facts.ts';
import { advice, commands, judgementOf } from './judgement.ts';

export function judgeAccess(facts: DoctorFacts): readonly GivenHostCheck[] {
  const { service, info } = facts;
  return [
    judgePolkit(facts),
    judgeService(service),
    // There are no domains without SELinux, which is the finding of another check.
    ...(info.selinux.status === 'disabled' ? [] : [judgeDomain(service)]),
  ];
}

function judgePolkit({ info, missingActions, distribution }: DoctorFacts): GivenHostCheck {
  const { ok, fail } = judgementOf('polkit', say('polkit'));
  const version = info.polkit;
  if (version === null)
    return fail(
      say('polkit does not say its version: it is not installed as a whole.'),
      installFix(['polkit'], distribution),
    );
  if (Number(version) < minimumPolkit)
    return fail(
      say('polkit {version} cannot tell callers apart safely; {minimumPolkit} or newer can.', {
        version,
        minimumPolkit,
      }),
      advice(say('Install polkit {minimumPolkit} or newer.', { minimumPolkit })),
    );
  if (missingActions.length === 0)
    return ok(
      say('polkit {version} answers, and knows every action of this helper. It allowed this check.', { version }),
    );
  return fail(
    say('polkit does not know {missingActions}: operations that need such an action are denied to everybody.', {
      missingActions: missingActions.join(', '),
    }),
    advice(say('Install org.bulkhead.policy of this version of the helper into /usr/share/polkit-1/actions.')),
  );
}

function judgeService({ isSocketEnabled, isServiceEnabled }: ServiceFacts): GivenHostCheck {
  const { ok, warn } = judgementOf('service', say("Helper's service"));
  const off = [
    ...(isSocketEnabled ? [] : ['bulkhead-helper.socket']),
    ...(isServiceEnabled ? [] : ['bulkhead-helper.service']),
  ];
  if (off.length === 0) return ok(say('Socket and service of the helper start with the host.'));
  const consequence = isSocketEnabled
    ? say('roots of containers are mounted only once somebody connects')
    : say('nobody can connect after the next boot');
  const [one = '', other] = off;
  return warn(
    other === undefined
      ? say('{one} is not enabled: {consequence}.', { one, consequence })
      : say('{one} and {other} are not enabled: {consequence}.', { one, other, consequence }),
    commands(say('Enable both.'), 'systemctl enable bulkhead-helper.socket bulkhead-helper.service'),
  );
}

function judgeDomain({ domain }: ServiceFacts): GivenHostCheck {
  const { ok, fail } = judgementOf('helper-domain', say("Helper's domain"));
  if (domain === helperType) return ok(say('The helper runs in its own domain, {helperType}.', { helperType }));
  return fail(
    say('The helper runs in {domain} instead of {helperType}: the policy of containers expects that type.', {
      domain: domain ?? say('a domain that cannot be read'),
      helperType,
    }),
    commands(
      say('Start it by its unit, which names the domain.'),
      'systemctl restart bulkhead-helper.service',
      'systemctl show -p SELinuxContext bulkhead-helper.service',
    ),
  );
}
