// SPDX-License-Identifier: Apache-2.0
/** Why a container did not start: the common causes, as LXC's own log shows them, each with what to do next. */

import * as z from 'zod';
import { t } from '../../text.ts';

interface StartFailureTexts {
  readonly reason: string;
  readonly next: string;
}

/** Both are parts of a sentence: "cannot start the container web: (reason); (next)". */
export const startFailureTexts = {
  init: {
    reason: t('its init could not be run'),
    next: t('look whether /sbin/init is in its root and can be executed, or create it from an image that has it'),
  },
  mount: {
    reason: t('a mount that it needs failed'),
    next: t('look at what LXC says which source or target is missing, and at lxc.mount.entry of its configuration'),
  },
  cgroup: {
    reason: t('its cgroup could not be set up'),
    next: t(
      'look which limit LXC names, and whether cgroup v2 is mounted and has its controller, with bulkheadctl doctor',
    ),
  },
  context: {
    reason: t('the kernel did not accept its SELinux context'),
    next: t('install the policy module that has its type, or choose the shared domain'),
  },
  idmap: {
    reason: t('its user namespace could not be set up'),
    next: t('compare lxc.idmap of its configuration with /etc/subuid and /etc/subgid, where ranges must not overlap'),
  },
  network: {
    reason: t('its network could not be set up'),
    next: t('look whether the bridge of its configuration is there, with bulkheadctl doctor'),
  },
  hook: {
    reason: t('a hook of its configuration failed'),
    next: t('look at what the hook says in the log of the start'),
  },
  seccomp: {
    reason: t('its seccomp profile could not be loaded'),
    next: t('look whether the file that lxc.seccomp.profile names is there'),
  },
  configuration: {
    reason: t('LXC does not accept its configuration'),
    next: t('correct the line that LXC names in its configuration'),
  },
  unknown: {
    reason: t('LXC did not bring it up'),
    next: t('read the log of the start and its console log'),
  },
} as const satisfies Record<string, StartFailureTexts>;

export type StartFailureCause = keyof typeof startFailureTexts;

export const startFailureCauseSchema = z.enum(Object.keys(startFailureTexts) as [StartFailureCause]);
