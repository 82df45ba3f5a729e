// SPDX-License-Identifier: Apache-2.0
/** Attempts to reach the victim's processes, and what processes share. */

import { say } from '../../../../contract/text.ts';
import type { Probe } from './probe.ts';
import { notThere } from './probe-parts.ts';

export const processProbes: readonly Probe[] = [
  {
    id: 'process-see',
    class: 'processes',
    title: say("See the victim's processes with their arguments, its /proc being reachable"),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'process-environ',
    class: 'processes',
    title: say('Read the environment of a process of the victim'),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'secret',
  },
  {
    id: 'process-root',
    class: 'processes',
    title: say("Read the victim's file through /proc/PID/root"),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'secret',
  },
  {
    id: 'process-memory',
    class: 'processes',
    title: say('Open the memory of a process of the victim'),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'process-signal',
    class: 'processes',
    title: say('Signal a process of the victim by its entry in /proc'),
    expectedLayers: ['selinux', 'namespaces', 'user-namespace'],
    breach: 'success',
    denials: ['EINVAL', 'EBADF'],
  },
  {
    id: 'process-find',
    acrossMembers: 'anywhere',
    class: 'processes',
    title: say('Find a process of the victim among those that can be seen'),
    expectedLayers: ['namespaces'],
    breach: 'success',
    denials: ['ESRCH'],
  },
  {
    id: 'process-vm',
    class: 'processes',
    title: say("Read the victim's memory, from within its process namespace"),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'secret',
  },
  {
    id: 'process-getfd',
    class: 'processes',
    title: say('Take an open file from a process of the victim'),
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'process-ptrace',
    class: 'processes',
    title: say('Trace a process of the victim'),
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: ['ESRCH'],
  },
];

export const ipcProbes: readonly Probe[] = [
  {
    id: 'ipc-abstract',
    acrossMembers: 'anywhere',
    class: 'ipc',
    title: say("Connect to the victim's abstract socket"),
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-socket',
    acrossMembers: 'by-path',
    class: 'ipc',
    title: say("Connect to the victim's unix socket by its path"),
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'ipc-fifo',
    acrossMembers: 'by-path',
    class: 'ipc',
    title: say("Read from the victim's named pipe"),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'ipc-shared',
    acrossMembers: 'anywhere',
    class: 'ipc',
    title: say("Read the victim's shared memory of mode 0666"),
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'secret',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-message',
    acrossMembers: 'anywhere',
    class: 'ipc',
    title: say("Take a message from the victim's queue of mode 0666"),
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'secret',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-semaphore',
    acrossMembers: 'anywhere',
    class: 'ipc',
    title: say("Change the victim's semaphore of mode 0666"),
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-keyring',
    class: 'ipc',
    title: say('Read a key of the victim that everybody may read, by its number'),
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
];
