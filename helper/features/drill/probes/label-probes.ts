// SPDX-License-Identifier: Apache-2.0
/** Attempts to get another label, and to forge what SELinux reports. */

import { say } from '../../../../contract/text.ts';
import type { Probe } from './probe.ts';
import { kernelWide, sysAdmin } from './probe-parts.ts';

export const selinuxProbes: readonly Probe[] = [
  {
    id: 'selinux-enforce',
    class: 'selinux',
    title: say('Reach the switch that makes the host permissive'),
    expectedLayers: kernelWide,
    breach: 'success',
    capability: sysAdmin,
    changesNothing: true,
  },
  {
    id: 'selinux-load',
    class: 'selinux',
    title: say('Load another policy'),
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['EINVAL'],
    capability: sysAdmin,
    changesNothing: true,
  },
  {
    id: 'selinux-domain',
    class: 'selinux',
    title: say('Move into an unconfined domain'),
    expectedLayers: ['selinux'],
    breach: 'success',
    changesNothing: true,
  },
  {
    id: 'selinux-level',
    class: 'selinux',
    title: say("Run the next program with the victim's categories"),
    expectedLayers: ['selinux'],
    breach: 'success',
    changesNothing: true,
  },
  {
    id: 'selinux-relabel',
    class: 'selinux',
    title: say("Give a file of one's own the victim's label"),
    expectedLayers: ['selinux'],
    breach: 'success',
    changesNothing: true,
  },
  {
    id: 'selinux-mount',
    class: 'selinux',
    title: say("Mount a file system that has the victim's label"),
    expectedLayers: ['selinux'],
    breach: 'success',
    changesNothing: true,
  },
  {
    id: 'audit-forge',
    class: 'selinux',
    breach: 'success',
    expectedLayers: ['user-namespace', 'capabilities', 'selinux'],
    title: say("Have a record in the kernel's audit that blames the victim, by netlink and by the name of a file"),
    deniedBy: {
      ECONNREFUSED: {
        layer: 'user-namespace',
        words: "the kernel's audit takes no records from another user namespace than the host's",
      },
    },
  },
];
