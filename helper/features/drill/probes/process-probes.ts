// SPDX-License-Identifier: Apache-2.0
/** Attempts to reach the victim's processes, and what processes share. */

import type { Probe } from './probe.ts';
import { notThere } from './probe-parts.ts';

export const processProbes: readonly Probe[] = [
  {
    id: 'process-see',
    class: 'processes',
    title: "See the victim's processes with their arguments, its /proc being reachable",
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'process-environ',
    class: 'processes',
    title: 'Read the environment of a process of the victim',
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'secret',
  },
  {
    id: 'process-root',
    class: 'processes',
    title: "Read the victim's file through /proc/PID/root",
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'secret',
  },
  {
    id: 'process-memory',
    class: 'processes',
    title: 'Open the memory of a process of the victim',
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'process-signal',
    class: 'processes',
    title: 'Signal a process of the victim by its entry in /proc',
    expectedLayers: ['selinux', 'namespaces', 'user-namespace'],
    breach: 'success',
    denials: ['EINVAL', 'EBADF'],
  },
  {
    id: 'process-find',
    class: 'processes',
    title: 'Find a process of the victim among those that can be seen',
    expectedLayers: ['namespaces'],
    breach: 'success',
    denials: ['ESRCH'],
  },
  {
    id: 'process-vm',
    class: 'processes',
    title: "Read the victim's memory, from within its process namespace",
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'secret',
  },
  {
    id: 'process-getfd',
    class: 'processes',
    title: 'Take an open file from a process of the victim',
    expectedLayers: ['selinux', 'user-namespace'],
    breach: 'success',
  },
  {
    id: 'process-ptrace',
    class: 'processes',
    title: 'Trace a process of the victim',
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: ['ESRCH'],
  },
];

export const ipcProbes: readonly Probe[] = [
  {
    id: 'ipc-abstract',
    class: 'ipc',
    title: "Connect to the victim's abstract socket",
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-socket',
    class: 'ipc',
    title: "Connect to the victim's unix socket by its path",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'ipc-fifo',
    class: 'ipc',
    title: "Read from the victim's named pipe",
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'ipc-shared',
    class: 'ipc',
    title: "Read the victim's shared memory of mode 0666",
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'secret',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-message',
    class: 'ipc',
    title: "Take a message from the victim's queue of mode 0666",
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'secret',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-semaphore',
    class: 'ipc',
    title: "Change the victim's semaphore of mode 0666",
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: notThere,
    variants: ['namespaces'],
  },
  {
    id: 'ipc-keyring',
    class: 'ipc',
    title: 'Read a key of the victim that everybody may read, by its number',
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
];
