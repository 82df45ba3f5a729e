// SPDX-License-Identifier: Apache-2.0
/**
 * The attempts on and from a container in use. None changes anything if it succeeds: on it they only read, and from
 * inside it they write what is already there, or give values that the kernel rejects right after the check.
 */

import { type Phrase, say } from '../../../../contract/text.ts';
import { probes } from './probe-list.ts';
import type { Probe } from './probe.ts';

/**
 * Made from a throw-away container that has the container's tree and /proc by path, as careless hosting would mount
 * them.
 */
export const probesOnIt: readonly Probe[] = [
  {
    id: 'own-list',
    class: 'files',
    title: say("List the container's root folder"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'own-read',
    class: 'files',
    title: say("Read a file of the container's that everybody in it may read"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'own-symlink',
    class: 'files',
    title: say('Read it through a symbolic link'),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'own-proc-root',
    class: 'files',
    title: say('Read it through /proc/self/root'),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'own-arguments',
    class: 'processes',
    title: say("Read the arguments of the container's processes, its /proc being reachable"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'own-environ',
    class: 'processes',
    title: say("Read the environment of one of the container's processes"),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'own-root',
    class: 'processes',
    title: say("Read the container's file through /proc/PID/root"),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'own-memory',
    class: 'processes',
    title: say("Open the memory of one of the container's processes"),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'own-signal',
    class: 'processes',
    title: say("Ask whether one of the container's processes could be signalled"),
    expectedLayers: ['selinux', 'namespaces', 'user-namespace'],
    breach: 'success',
    denials: ['EINVAL', 'EBADF'],
  },
];

/** Made as root inside the container, in its own context. */
export const probesFromIt: readonly Probe[] = probes.filter(({ changesNothing }) => changesNothing);

export const probesOfContainer: readonly Probe[] = [...probesOnIt, ...probesFromIt];

/** What such a run cannot show. */
export const ownLimitations: readonly Phrase[] = [
  say('No layer of a container that is in use is removed, so nothing is known of what would come through without it.'),
  say(
    'Nothing is written to the container, its limits are not tried, and its services are not attacked: ' +
      'only probes that change nothing are tried.',
  ),
];
