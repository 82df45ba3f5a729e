// SPDX-License-Identifier: Apache-2.0
/** Attempts over the network. */

import { say } from '../../../../contract/text.ts';
import type { Probe } from './probe.ts';
import { notThere } from './probe-parts.ts';

export const networkProbes: readonly Probe[] = [
  {
    id: 'net-victim',
    acrossMembers: 'anywhere',
    class: 'network',
    title: say("Connect to a service on the victim's loopback"),
    expectedLayers: ['namespaces'],
    breach: 'secret',
    denials: [...notThere, 'ENETUNREACH'],
    variants: ['namespaces'],
  },
  {
    id: 'net-host',
    class: 'network',
    title: say("Connect to a service on the host's loopback"),
    expectedLayers: ['namespaces'],
    breach: 'secret',
    denials: [...notThere, 'ENETUNREACH'],
    changesNothing: true,
  },
  {
    id: 'net-lxc',
    class: 'network',
    title: say("Connect to the socket by which the host commands the victim's LXC"),
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: notThere,
    changesNothing: true,
  },
  {
    id: 'net-sniff',
    acrossMembers: 'anywhere',
    class: 'network',
    title: say("Read the victim's packets from a raw socket"),
    expectedLayers: ['namespaces', 'user-namespace', 'selinux'],
    breach: 'secret',
    denials: ['ETIMEDOUT'],
    variants: ['namespaces'],
  },
  {
    id: 'net-spoof',
    class: 'network',
    breach: 'harm',
    heldBy: 'runtime',
    watch: 'bridge',
    title: say('Send as another: with its hardware address, its addresses, its ARP answer, or as a router'),
    expectedLayers: ['runtime', 'selinux'],
  },
  {
    id: 'net-neigh-set',
    class: 'network',
    breach: 'success',
    expectedLayers: ['selinux'],
    title: say('Set how long entries stay in the table of neighbours, which is one for all containers and the host'),
    absentBy: { ENOENT: 'its network has no such setting' },
    changesNothing: true,
  },
  // None of these in a container in use: while the host looks they hold what others may need.
  {
    id: 'net-neighbours',
    class: 'network',
    breach: 'harm',
    heldBy: 'runtime',
    watch: 'neighbours',
    title: say('Fill the table of neighbours, by datagrams to 3,000 addresses that nobody has'),
    expectedLayers: ['runtime', 'selinux'],
  },
  {
    id: 'net-connections',
    class: 'network',
    breach: 'harm',
    heldBy: 'runtime',
    watch: 'connections',
    title: say("Fill the host's table of connections, by frames from 12,000 ports"),
    expectedLayers: ['runtime', 'selinux'],
  },
  {
    id: 'net-leases',
    class: 'network',
    breach: 'harm',
    heldBy: 'runtime',
    watch: 'leases',
    title: say("Take further addresses of the host's DHCP server, as 24 clients, and the victim's name"),
    expectedLayers: ['runtime', 'selinux'],
  },
];
