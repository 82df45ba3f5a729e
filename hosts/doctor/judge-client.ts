// SPDX-License-Identifier: Apache-2.0
/** Judges what a client knows of a helper that does not answer, into checks like those of the helper itself. */

import type { GivenCheckFix, GivenHostCheck } from '../../contract/model/host/host-check.ts';
import { bootWithSelinux, installModules } from '../../contract/rules/host-fixes.ts';
import { say, type Words } from '../../contract/text.ts';
import type { ClientFacts, GroupFacts, UnitFacts } from './client-facts.ts';

const socketUnit = 'bulkhead-helper.socket';
const serviceUnit = 'bulkhead-helper.service';
/** Started by the socket: it passes calls on to the service. */
const listenerUnit = 'bulkhead-listener.service';

/** `isForbidden`: the socket is there, and this process may not open it. */
export function judgeClient(facts: ClientFacts, isForbidden: boolean): readonly GivenHostCheck[] {
  const units = facts.units;
  return [
    judgeSocket(facts),
    ...(units === undefined
      ? []
      : [
          judgeListener(units[listenerUnit]),
          judgeService(units[serviceUnit]),
          judgePolkitService(units['polkit.service']),
        ]),
    judgeGroup(facts),
    judgeSelinux(facts, isForbidden),
    ...(facts.policyFailure === undefined ? [] : [judgePolicyFailure(facts.policyFailure)]),
  ];
}

function judgeSocket({ units, hasSocket }: ClientFacts): GivenHostCheck {
  const check = { id: 'socket', title: say("Helper's socket") };
  const unit = units?.[socketUnit];
  if (unit?.load === 'not-found')
    return failed(
      check,
      say('The helper is not installed on the host: systemd does not know {socketUnit}.', { socketUnit }),
      advice(say('Install the helper of Bulkhead, or choose another host with --host.')),
    );
  if (unit?.active === 'failed')
    return failed(
      check,
      say('{socketUnit} has failed, as it does when the listener could not start again and again.', { socketUnit }),
      commands(
        say('See why it could not start, then let systemd try again.'),
        `journalctl -b -n 20 -u ${listenerUnit} -u ${socketUnit}`,
        `systemctl reset-failed ${socketUnit} ${listenerUnit}`,
        `systemctl start ${socketUnit}`,
      ),
    );
  if (unit?.active === 'inactive' || !hasSocket)
    return failed(
      check,
      say('The socket of the helper is not there: nobody has started it.'),
      commands(say('Start it now, and with each boot.'), `systemctl enable --now ${socketUnit}`),
    );
  return ok(check, say('The socket of the helper is there.'));
}

function judgeListener({ load, active }: UnitFacts): GivenHostCheck {
  const check = { id: 'listener', title: say("Helper's listener") };
  if (load === 'not-found')
    return failed(
      check,
      say('systemd does not know {listenerUnit}, which accepts clients.', { listenerUnit }),
      advice(say('Install the helper of Bulkhead as a whole.')),
    );
  if (active === 'failed')
    return failed(
      check,
      say('The listener, which accepts clients, could not start, or was ended.'),
      commands(
        say('See why it could not start, then let systemd try again.'),
        `journalctl -b -n 20 -u ${listenerUnit}`,
        `systemctl reset-failed ${socketUnit} ${listenerUnit}`,
        `systemctl restart ${socketUnit} ${listenerUnit}`,
      ),
    );
  if (active === 'activating') return ok(check, say('The listener is starting.'));
  return ok(check, active === 'active' ? say('The listener runs.') : say('The listener starts when it is called.'));
}

function judgeService({ load, active }: UnitFacts): GivenHostCheck {
  const check = { id: 'service', title: say("Helper's service") };
  if (load === 'not-found')
    return failed(
      check,
      say('systemd does not know {serviceUnit}.', { serviceUnit }),
      advice(say('Install the helper of Bulkhead as a whole.')),
    );
  if (active !== 'failed')
    return ok(check, active === 'active' ? say('The helper runs.') : say('The helper starts when it is called.'));
  return failed(
    check,
    say('The helper could not start, or was ended.'),
    commands(
      say('Its log says what the host lacks; then start it.'),
      `journalctl -b -n 20 -u ${serviceUnit}`,
      `systemctl reset-failed ${serviceUnit}`,
      `systemctl restart ${socketUnit} ${serviceUnit}`,
    ),
  );
}

function judgePolkitService({ load, active }: UnitFacts): GivenHostCheck {
  const check = { id: 'polkit', title: say('polkit') };
  if (load === 'not-found')
    return failed(
      check,
      say('polkit is not installed: nothing can be authorised.'),
      advice(say('Install polkit 124 or newer.')),
    );
  if (active !== 'failed') return ok(check, say('The service of polkit is there.'));
  return failed(
    check,
    say('The service of polkit has failed: nothing can be authorised.'),
    commands(
      say('See why, and start it.'),
      'journalctl -b -n 20 -u polkit.service',
      'systemctl restart polkit.service',
    ),
  );
}

function judgeGroup({ uid, user, group }: ClientFacts): GivenHostCheck {
  const check = { id: 'group', title: say('Group bulkhead') };
  if (uid === 0) return ok(check, say('root may open the socket without the group.'));
  const problem = groupProblem(user, group);
  return problem === undefined
    ? ok(check, say('{user} is in the group bulkhead.', { user }))
    : failed(check, ...problem);
}

function groupProblem(
  user: string,
  { exists, isMember, isInSession }: GroupFacts,
): readonly [Words, GivenCheckFix] | undefined {
  if (isInSession) return undefined;
  if (!exists)
    return [
      say('The host has no group bulkhead, whose members may open the socket.'),
      commands(say('Create the group, and add the user.'), 'groupadd --system bulkhead', addMember(user)),
    ];
  if (!isMember)
    return [
      say('{user} is not in the group bulkhead, whose members may open the socket.', { user }),
      commands(say('Add the user, who then logs in again.'), addMember(user)),
    ];
  return [
    say('{user} is in the group bulkhead, and this session is older than that.', { user }),
    advice(say('Log out and in again, or try newgrp bulkhead in a terminal.')),
  ];
}

function addMember(user: string): string {
  return `usermod -aG bulkhead ${quoted(user)}`;
}

/** Quotes the text so that a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function judgeSelinux(
  { selinux, domain, uid, group, distribution }: ClientFacts,
  isForbidden: boolean,
): GivenHostCheck {
  const check = { id: 'selinux', title: say('SELinux') };
  if (selinux === 'disabled')
    return failed(
      check,
      say('The kernel runs without SELinux. The helper does not start without its own domain.'),
      bootWithSelinux(distribution),
    );
  const mayOpen = uid === 0 || group.isInSession;
  if (isForbidden && mayOpen && selinux === 'enforcing')
    return failed(
      check,
      say('The mode of the socket allows this user to open it, so SELinux denies that to {domain}.', {
        domain: domain ?? say('this process'),
      }),
      commands(
        say('See what was denied; a user of SELinux with fewer rights than user_u may not connect.'),
        'ausearch -m avc -ts recent',
        'semodule -lfull',
      ),
    );
  return ok(
    check,
    domain === undefined
      ? say('SELinux is {selinux}.', { selinux })
      : say('SELinux is {selinux}, and this process is in {domain}.', { selinux, domain }),
  );
}

/** The helper does not start in a domain that the loaded policy does not have. */
function judgePolicyFailure(reason: string): GivenHostCheck {
  const check = { id: 'policy-modules', title: say('Policy modules') };
  const [what = '', ...details] = reason.split('\n').map((line) => line.trim());
  // The last lines of semodule say only that it failed.
  const cause = details.findLast((line) => line !== '' && !/^(?:semodule: +Failed|Failed to build)/.test(line));
  return failed(
    check,
    say('bulkhead-selinux {what}.', { what: cause === undefined ? what : `${what} (${cause})` }),
    installModules,
  );
}

type Named = Pick<GivenHostCheck, 'id' | 'title'>;

function ok(check: Named, message: Words): GivenHostCheck {
  return { ...check, state: 'ok', message, fix: null };
}

function failed(check: Named, message: Words, fix: GivenCheckFix): GivenHostCheck {
  return { ...check, state: 'fail', message, fix };
}

function advice(summary: Words): GivenCheckFix {
  return { by: 'advice', summary };
}

function commands(summary: Words, ...lines: readonly string[]): GivenCheckFix {
  return { by: 'commands', summary, commands: [...lines] };
}
