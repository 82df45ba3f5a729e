// SPDX-License-Identifier: Apache-2.0
/** What to do where a helper is not reached, by the cause that a page of Cockpit finds. */

import type { GivenCheckFix } from '../model/host/host-check.ts';
import { say } from '../text.ts';

export type UnreachedCause = 'absent' | 'forbidden' | 'silent' | 'disconnected' | 'other';

export const unreachedFixes: Readonly<Record<UnreachedCause, GivenCheckFix>> = {
  absent: {
    by: 'commands',
    summary: say('Install the helper of Bulkhead from the packages of your distribution, one of these, and start it.'),
    commands: [
      'apt install bulkhead-helper',
      'dnf install bulkhead-helper',
      'systemctl enable --now bulkhead-helper.socket',
    ],
  },
  forbidden: {
    by: 'commands',
    summary: say('Add the user, who then logs in again.'),
    commands: ['usermod -aG bulkhead USER'],
  },
  silent: {
    by: 'commands',
    summary: say('The logs of the listener, which greets clients, and of the helper say more.'),
    commands: [
      'journalctl -b -n 30 -u bulkhead-listener -u bulkhead-helper',
      'systemctl restart bulkhead-helper.socket',
    ],
  },
  disconnected: { by: 'advice', summary: say('Log in to Cockpit again.') },
  other: {
    by: 'commands',
    summary: say('The logs of the listener, which greets clients, and of the helper say more.'),
    commands: ['journalctl -b -n 30 -u bulkhead-listener -u bulkhead-helper'],
  },
};
