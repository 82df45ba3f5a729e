// SPDX-License-Identifier: Apache-2.0
/** What window, command line and doctor say of a running container without an address of its network. */

import type { AddressProblem } from '../model/containers/address-problem.ts';
import { say, type Words } from '../text.ts';

/** The reason, as the end of a sentence. */
export function describeAddressProblem(problem: AddressProblem): Words {
  return reasons[problem];
}

/** Says in a sentence why this container has no address that works. */
export function tellAddressProblem(name: string, problem: AddressProblem): Words {
  return say('{name} has no address that works: {reason}.', { name, reason: reasons[problem] });
}

/**
 * Says whether a missing address should be reported. Without a network none is missing, and just after a start it is
 * still to come.
 */
export function isAddressMissing(problem: AddressProblem | undefined): problem is AddressProblem {
  return problem !== undefined && problem !== 'no-network' && problem !== 'just-started';
}

const reasons: Readonly<Record<AddressProblem, Words>> = {
  'no-network': say('it has no network'),
  'just-started': say('it has just started'),
  'server-down': say('the DHCP server of its bridge does not run'),
  'none-left': say('the DHCP server of its bridge has no address left'),
  'table-full': say("the host's neighbour table is full, so the DHCP server cannot give it one"),
  'not-taken': say('the DHCP server of its bridge has an address for it, and it does not use that'),
  'not-given': say('it uses an address that the DHCP server did not give it, which the guard of its port denies'),
  'no-lease': say(
    'the DHCP server of its bridge has given it none; perhaps no client of DHCP runs in it, or does not get through',
  ),
  unknown: say('the host cannot know why'),
};
