// SPDX-License-Identifier: Apache-2.0
/** Attempts to take more of the host than the limits allow. */

import { say } from '../../../../contract/text.ts';
import type { Probe } from './probe.ts';
import { notThere } from './probe-parts.ts';

export const resourceProbes: readonly Probe[] = [
  {
    id: 'limit-cpu',
    class: 'resources',
    title: say('Take all processor time'),
    expectedLayers: ['cgroup'],
    breach: 'success',
    counter: 'cpu.stat nr_throttled',
  },
  {
    id: 'limit-tasks',
    class: 'resources',
    title: say('Fork until nothing is left'),
    expectedLayers: ['cgroup'],
    breach: 'success',
    denials: ['EAGAIN'],
    counter: 'pids.events max',
  },
  {
    id: 'limit-memory',
    class: 'resources',
    title: say('Take more memory than there is for it'),
    expectedLayers: ['cgroup'],
    breach: 'success',
    denials: ['ENOMEM'],
    counter: 'memory.events oom_kill',
  },
  {
    id: 'limit-files',
    class: 'resources',
    title: say('Fill a file system in memory'),
    expectedLayers: ['cgroup'],
    breach: 'success',
    denials: ['ENOSPC', 'ENOMEM'],
    counter: 'memory.events oom_kill',
  },
  {
    id: 'limit-disk',
    class: 'resources',
    breach: 'success',
    expectedLayers: ['quota'],
    title: say("Take all room of the host's disk"),
    denials: ['EDQUOT', 'ENOSPC'],
    watch: 'disk',
  },
  {
    id: 'cgroup-out',
    class: 'resources',
    breach: 'success',
    expectedLayers: ['namespaces', 'selinux'],
    title: say("Move into another group of the host's, past the limits of one's own"),
    denials: notThere,
    changesNothing: true,
  },
  {
    id: 'limit-raise',
    class: 'resources',
    breach: 'success',
    expectedLayers: ['user-namespace', 'namespaces', 'selinux'],
    title: say("Write a limit of one's own"),
    denials: ['EROFS'],
    changesNothing: true,
  },
];
