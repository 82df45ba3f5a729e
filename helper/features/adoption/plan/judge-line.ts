// SPDX-License-Identifier: Apache-2.0
/** What becomes of a line that chooses nothing of the new container. */

import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { leftOut, replaced, type Verdict } from './verdict.ts';

const own = 'Bulkhead chooses this itself.';

/** The first that fits; each note says what is there instead, or why nothing is. */
const rules: readonly (readonly [RegExp, Verdict])[] = [
  [/^lxc\.include$/, replaced('What it includes is listed with its file.')],
  [/^lxc\.rootfs\.path$/, replaced('A copy of its files, as an image below a layer of its own.')],
  [/^lxc\.rootfs\./, replaced('Its root is an overlay that Bulkhead mounts.')],
  [/^lxc\.idmap$/, replaced('A range of user ids that no other container has.')],
  [/^lxc\.selinux\./, replaced('A context with categories that no other container has.')],
  [/^lxc\.apparmor\./, leftOut('SELinux confines it, and not AppArmor.')],
  [/^lxc\.cap\./, replaced("Bulkhead's list of dropped capabilities, in a user namespace.")],
  [/^lxc\.seccomp\./, replaced("LXC's common profile of seccomp.")],
  [/^lxc\.hook\.version$/, replaced(own)],
  [/^lxc\.hook\./, leftOut('It is a program of the host that would run as root.')],
  [/^lxc\.(?:tty|pty|console)\.|^lxc\.autodev|^lxc\.ephemeral$/, replaced(own)],
  [/^lxc\.arch$|^lxc\.personality$/, replaced('The architecture of its image.')],
  [/^lxc\.namespace\./, leftOut('It kept or shared a namespace; now it has all of its own.')],
  [/^lxc\.no_new_privs$/, leftOut('Programs inside may use set-user-id; the user namespace confines them.')],
  [/^lxc\.(?:init|execute)\./, leftOut('Its own init runs as its first process.')],
  [/^lxc\.(?:log|monitor|signal|keyring)/, leftOut('The helper starts, watches and stops it.')],
  [/^lxc\.(?:sysctl|prlimit|proc|sched|time)\./, leftOut('Set it inside, as far as a container may.')],
  [
    /^lxc\.(?:utsname|rootfs|id_map|network(?:\.|$)|tty|pts|console|aa_|se_context|seccomp|kmsg|haltsignal)/,
    leftOut('It is of LXC before version 3, and has no effect; see lxc-update-config.'),
  ],
];

export function judgeLine({ key }: SourcedLine): Verdict {
  return rules.find(([pattern]) => pattern.test(key))?.[1] ?? leftOut('Bulkhead has nothing that corresponds to it.');
}
