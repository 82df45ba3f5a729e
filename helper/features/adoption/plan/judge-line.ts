// SPDX-License-Identifier: Apache-2.0
/** What becomes of a line that chooses nothing of the new container. */

import { joinWords, say } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { leftOut, replaced, type Verdict } from './verdict.ts';

/** A folder may hold many files, of which each is left out for a reason. */
const maxReasons = 10;
const own = say('Bulkhead chooses this itself.');

/** The first that fits; each note says what is there instead, or why nothing is. */
const rules: readonly (readonly [RegExp, Verdict])[] = [
  [/^lxc\.include$/, replaced(say('What it includes is listed with its file.'))],
  [/^lxc\.rootfs\.path$/, replaced(say('A copy of its files, as an image below a layer of its own.'))],
  [/^lxc\.rootfs\./, replaced(say('Its root is an overlay that Bulkhead mounts.'))],
  [/^lxc\.idmap$/, replaced(say('A range of user ids that no other container has.'))],
  [/^lxc\.selinux\./, replaced(say('A context with categories that no other container has.'))],
  [/^lxc\.apparmor\./, leftOut(say('SELinux confines it, and not AppArmor.'))],
  [/^lxc\.cap\./, replaced(say("Bulkhead's list of dropped capabilities, in a user namespace."))],
  [/^lxc\.seccomp\./, replaced(say("LXC's common profile of seccomp."))],
  [/^lxc\.hook\.version$/, replaced(own)],
  [/^lxc\.hook\./, leftOut(say('It is a program of the host that would run as root.'))],
  [/^lxc\.(?:tty|pty|console)\.|^lxc\.autodev|^lxc\.ephemeral$/, replaced(own)],
  [/^lxc\.arch$|^lxc\.personality$/, replaced(say('The architecture of its image.'))],
  [/^lxc\.namespace\./, leftOut(say('It kept or shared a namespace; now it has all of its own.'))],
  [/^lxc\.no_new_privs$/, leftOut(say('Programs inside may use set-user-id; the user namespace confines them.'))],
  [/^lxc\.(?:init|execute)\./, leftOut(say('Its own init runs as its first process.'))],
  [/^lxc\.(?:log|monitor|signal|keyring)/, leftOut(say('The helper starts, watches and stops it.'))],
  [/^lxc\.(?:sysctl|prlimit|proc|sched|time)\./, leftOut(say('Set it inside, as far as a container may.'))],
  [
    /^lxc\.(?:utsname|rootfs|id_map|network(?:\.|$)|tty|pts|console|aa_|se_context|seccomp|kmsg|haltsignal)/,
    leftOut(say('It is of LXC before version 3, and has no effect; see lxc-update-config.')),
  ],
];

export function judgeLine({ key, skipped }: SourcedLine): Verdict {
  if (skipped !== undefined)
    return leftOut(
      say('Not read: {reasons}. Only what everybody may read is, and what root alone may change on its whole path.', {
        reasons: joinWords(skipped.slice(0, maxReasons), '; '),
      }),
    );
  return (
    rules.find(([pattern]) => pattern.test(key))?.[1] ?? leftOut(say('Bulkhead has nothing that corresponds to it.'))
  );
}
