// SPDX-License-Identifier: Apache-2.0
/** Judges what a client knows of a helper that does not answer, into checks like those of the helper itself. */

import type { CheckFix, HostCheck } from '../../contract/model/host/host-check.ts';
import { bootWithSelinux, installModules } from '../../contract/host-fixes.ts';
import type { ClientFacts, GroupFacts, UnitFacts } from './client-facts.ts';

const socketUnit = 'bulkhead-helper.socket';
const serviceUnit = 'bulkhead-helper.service';
/** Started by the socket: it passes calls on to the service. */
const listenerUnit = 'bulkhead-listener.service';

/** `isForbidden`: the socket is there, and this process may not open it. */
export function judgeClient(facts: ClientFacts, isForbidden: boolean): readonly HostCheck[] {
  const units = facts.units;
  return [
    judgeSocket(facts),
    ...(units === undefined ? [] : [judgeService(units[serviceUnit]), judgePolkitService(units['polkit.service'])]),
    judgeGroup(facts),
    judgeSelinux(facts, isForbidden),
    ...(facts.policyFailure === undefined ? [] : [judgePolicyFailure(facts.policyFailure)]),
  ];
}

function judgeSocket({ units, hasSocket }: ClientFacts): HostCheck {
  const check = { id: 'socket', title: "Helper's socket" };
  const unit = units?.[socketUnit];
  if (unit?.load === 'not-found')
    return failed(
      check,
      `The helper is not installed on the host: systemd does not know ${socketUnit}.`,
      advice('Install the helper of Bulkhead, or choose another host with --host.'),
    );
  if (unit?.active === 'failed')
    return failed(
      check,
      `${socketUnit} has failed, as it does when the listener could not start again and again.`,
      commands(
        'See why it could not start, then let systemd try again.',
        `journalctl -b -n 20 -u ${listenerUnit} -u ${socketUnit}`,
        `systemctl reset-failed ${socketUnit} ${listenerUnit}`,
        `systemctl start ${socketUnit}`,
      ),
    );
  if (unit?.active === 'inactive' || !hasSocket)
    return failed(
      check,
      'The socket of the helper is not there: nobody has started it.',
      commands('Start it now, and with each boot.', `systemctl enable --now ${socketUnit}`),
    );
  return ok(check, 'The socket of the helper is there.');
}

function judgeService({ load, active }: UnitFacts): HostCheck {
  const check = { id: 'service', title: "Helper's service" };
  if (load === 'not-found')
    return failed(check, `systemd does not know ${serviceUnit}.`, advice('Install the helper of Bulkhead as a whole.'));
  if (active !== 'failed')
    return ok(check, active === 'active' ? 'The helper runs.' : 'The helper starts when it is called.');
  return failed(
    check,
    'The helper could not start, or was ended.',
    commands(
      'Its log says what the host lacks; then start it.',
      `journalctl -b -n 20 -u ${serviceUnit}`,
      `systemctl reset-failed ${serviceUnit}`,
      `systemctl restart ${socketUnit} ${serviceUnit}`,
    ),
  );
}

function judgePolkitService({ load, active }: UnitFacts): HostCheck {
  const check = { id: 'polkit', title: 'polkit' };
  if (load === 'not-found')
    return failed(check, 'polkit is not installed: nothing can be authorised.', advice('Install polkit 124 or newer.'));
  if (active !== 'failed') return ok(check, 'The service of polkit is there.');
  return failed(
    check,
    'The service of polkit has failed: nothing can be authorised.',
    commands('See why, and start it.', 'journalctl -b -n 20 -u polkit.service', 'systemctl restart polkit.service'),
  );
}

function judgeGroup({ uid, user, group }: ClientFacts): HostCheck {
  const check = { id: 'group', title: 'Group bulkhead' };
  if (uid === 0) return ok(check, 'root may open the socket without the group.');
  const problem = groupProblem(user, group);
  return problem === undefined ? ok(check, `${user} is in the group bulkhead.`) : failed(check, ...problem);
}

function groupProblem(
  user: string,
  { exists, isMember, isInSession }: GroupFacts,
): readonly [string, CheckFix] | undefined {
  if (isInSession) return undefined;
  if (!exists)
    return [
      'The host has no group bulkhead, whose members may open the socket.',
      commands('Create the group, and add the user.', 'groupadd --system bulkhead', addMember(user)),
    ];
  if (!isMember)
    return [
      `${user} is not in the group bulkhead, whose members may open the socket.`,
      commands('Add the user, who then logs in again.', addMember(user)),
    ];
  return [
    `${user} is in the group bulkhead, and this session is older than that.`,
    advice('Log out and in again, or try newgrp bulkhead in a terminal.'),
  ];
}

function addMember(user: string): string {
  return `usermod -aG bulkhead ${quoted(user)}`;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function judgeSelinux({ selinux, domain, uid, group, distribution }: ClientFacts, isForbidden: boolean): HostCheck {
  const check = { id: 'selinux', title: 'SELinux' };
  if (selinux === 'disabled')
    return failed(
      check,
      'The kernel runs without SELinux. The helper does not start without its own domain.',
      bootWithSelinux(distribution),
    );
  const mayOpen = uid === 0 || group.isInSession;
  if (isForbidden && mayOpen && selinux === 'enforcing')
    return failed(
      check,
      `The mode of the socket allows this user to open it, so SELinux denies that to ${domain ?? 'this process'}.`,
      commands(
        'See what was denied; a user of SELinux with fewer rights than user_u may not connect.',
        'ausearch -m avc -ts recent',
        'semodule -lfull',
      ),
    );
  return ok(check, `SELinux is ${selinux}${domain === undefined ? '' : `, and this process is in ${domain}`}.`);
}

/** The helper does not start in a domain that the loaded policy does not have. */
function judgePolicyFailure(reason: string): HostCheck {
  const check = { id: 'policy-modules', title: 'Policy modules' };
  const [what = '', ...details] = reason.split('\n').map((line) => line.trim());
  // The last lines of semodule say only that it failed.
  const cause = details.findLast((line) => line !== '' && !/^(?:semodule: +Failed|Failed to build)/.test(line));
  return failed(check, `bulkhead-selinux ${what}${cause === undefined ? '' : ` (${cause})`}.`, installModules);
}

type Named = Pick<HostCheck, 'id' | 'title'>;

function ok(check: Named, message: string): HostCheck {
  return { ...check, state: 'ok', message, fix: null };
}

function failed(check: Named, message: string, fix: CheckFix): HostCheck {
  return { ...check, state: 'fail', message, fix };
}

function advice(summary: string): CheckFix {
  return { by: 'advice', summary };
}

function commands(summary: string, ...lines: readonly string[]): CheckFix {
  return { by: 'commands', summary, commands: [...lines] };
}
