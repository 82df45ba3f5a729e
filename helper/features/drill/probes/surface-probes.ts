// SPDX-License-Identifier: Apache-2.0
/**
 * Parts of the kernel that a program in a container can reach or not. A system container needs some of them, so none is
 * passed or failed.
 */

import { say } from '../../../../contract/text.ts';
import type { Attemptable, SurfaceProbe } from './probe.ts';
import { noUserNamespace } from './probe-parts.ts';

const bpf = { name: 'CAP_BPF', number: 39 };
const perfmon = { name: 'CAP_PERFMON', number: 38 };
const sysAdmin = { name: 'CAP_SYS_ADMIN', number: 21 };
const plain: Pick<Attemptable, 'breach'> = { breach: 'success' };

export const surfaceProbes: readonly SurfaceProbe[] = [
  {
    ...plain,
    id: 'surface-uring',
    title: say('io_uring: input and output by rings that the kernel reads'),
    systemCall: 'io_uring_setup',
    note: say('Databases and newer servers use it where it is there; many holes of the last years began in it.'),
    deniedBy: {
      EPERM: { layer: 'kernel', words: 'kernel.io_uring_disabled, a profile of seccomp or the domain does not let it' },
    },
  },
  {
    ...plain,
    id: 'surface-uffd',
    title: say('userfaultfd: faults of its own memory, answered by itself'),
    systemCall: 'userfaultfd',
    note: say('Used to move running programs; exploits use it to make a race certain.'),
  },
  {
    ...plain,
    id: 'surface-bpf',
    title: say('bpf: load a program into the kernel'),
    systemCall: 'bpf',
    capability: bpf,
    note: say('systemd uses it to filter devices and addresses; its verifier had many holes.'),
  },
  {
    ...plain,
    id: 'surface-perf',
    title: say('perf: count events of its own processes'),
    systemCall: 'perf_event_open',
    capability: perfmon,
    note: say('Profilers use it.'),
    deniedBy: {
      EACCES: { layer: 'kernel', words: 'kernel.perf_event_paranoid lets nobody without CAP_PERFMON of the host' },
    },
  },
  {
    ...plain,
    id: 'surface-userns',
    title: say('user namespaces within its own'),
    systemCall: 'unshare',
    silent: noUserNamespace,
    note: say(
      "systemd's sandboxes, browsers and containers within containers use them; most holes that need " +
        'a capability begin here.',
    ),
    deniedBy: { ENOSPC: { layer: 'kernel', words: 'user.max_user_namespaces lets it have none' } },
  },
  {
    ...plain,
    id: 'surface-netns',
    title: say('network namespaces beside its own'),
    systemCall: 'unshare CLONE_NEWNET',
    capability: sysAdmin,
    note: say(
      "systemd's sandboxes and containers within containers use them; tables of the kernel are one for all of them, " +
        'and what a container may take of these is bounded in its own.',
    ),
    deniedBy: { ENOSPC: { layer: 'kernel', words: 'user.max_net_namespaces lets it have none' } },
  },
  {
    ...plain,
    id: 'surface-secret',
    title: say('memfd_secret: memory that the kernel itself does not map'),
    systemCall: 'memfd_secret',
    note: say('For keys of cryptography; on by default since Linux 6.5.'),
  },
  {
    ...plain,
    id: 'surface-notify',
    title: say('fanotify: watch files that others use'),
    systemCall: 'fanotify_init',
    capability: sysAdmin,
    note: say('Within the user namespace it watches what the container itself can see.'),
  },
  {
    ...plain,
    id: 'surface-keys',
    title: say("keyctl: the kernel's rings of keys"),
    systemCall: 'keyctl',
    note: say('systemd and Kerberos use it. Keys are in no namespace: their permissions and SELinux isolate them.'),
  },
  {
    ...plain,
    id: 'surface-packet',
    title: say('packet sockets: frames of its own network, as they are'),
    note: say(
      'Clients of DHCP and tcpdump use them. A network that is a namespace of its own holds no frames of others.',
    ),
  },
  {
    ...plain,
    id: 'surface-audit',
    title: say("netlink to the kernel's audit"),
    note: say("PAM opens one at each login; the kernel takes no record from another user namespace than the host's."),
  },
];
