// SPDX-License-Identifier: Apache-2.0
/** Why a container did not start: the common causes, as LXC's own log shows them, each with what to do next. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { say, type Phrase } from '../../text.ts';

interface StartFailureTexts {
  readonly reason: Phrase;
  readonly next: Phrase;
}

/** Both are parts of a sentence: "cannot start the container web: (reason); (next)". */
export const startFailureTexts = {
  init: {
    reason: say('its init could not be run'),
    next: say('look whether /sbin/init is in its root and can be executed, or create it from an image that has it'),
  },
  mount: {
    reason: say('a mount that it needs failed'),
    next: say('look at what LXC says which source or target is missing, and at lxc.mount.entry of its configuration'),
  },
  cgroup: {
    reason: say('its cgroup could not be set up'),
    next: say(
      'look which limit LXC names, and whether cgroup v2 is mounted and has its controller, with bulkheadctl doctor',
    ),
  },
  context: {
    reason: say('the kernel did not accept its SELinux context'),
    next: say('install the policy module that has its type, or choose the shared domain'),
  },
  idmap: {
    reason: say('its user namespace could not be set up'),
    next: say('compare lxc.idmap of its configuration with /etc/subuid and /etc/subgid, where ranges must not overlap'),
  },
  network: {
    reason: say('its network could not be set up'),
    next: say('look whether the bridge of its configuration is there, with bulkheadctl doctor'),
  },
  hook: {
    reason: say('a hook of its configuration failed'),
    next: say('look at what the hook says in the log of the start'),
  },
  seccomp: {
    reason: say('its seccomp profile could not be loaded'),
    next: say('look whether the file that lxc.seccomp.profile names is there'),
  },
  configuration: {
    reason: say('LXC does not accept its configuration'),
    next: say('correct the line that LXC names in its configuration'),
  },
  ended: {
    reason: say('its init ended at once'),
    next: say('look at what its console says, and whether its program is one that goes on running'),
  },
  unknown: {
    reason: say('LXC did not bring it up'),
    next: say('read the log of the start and its console log'),
  },
} as const satisfies Record<string, StartFailureTexts>;

export type StartFailureCause = keyof typeof startFailureTexts;

export const startFailureCauseSchema = makeOnce(() => z.enum(Object.keys(startFailureTexts) as [StartFailureCause]));
