// SPDX-License-Identifier: Apache-2.0
/**
 * What is between containers although rules and constraints let both of them: objects of the kernel and of the host that
 * have no categories, each with what closes it. An exception names types, classes and permissions as narrowly as it can,
 * so that a rule which is added later is none of them.
 */

import type { ProofCloser } from '../../contract/model/policy/proof.ts';
import { type Phrase, say } from '../../contract/text.ts';

export interface Exception {
  readonly id: string;
  readonly title: Phrase;
  /** `nothing`: it is left open, and the reason says what passes. */
  readonly closedBy: ProofCloser;
  readonly reason: Phrase;
  /** Probes of the drill that try it. */
  readonly probes: readonly string[];
  /** Types by name, and the types of these attributes; any type when both are left out. */
  readonly types?: readonly string[];
  readonly attributes?: readonly string[];
  /** Types of containers too: all of them, or only those that do not belong to one container alone. */
  readonly containers?: 'all' | 'shared';
  readonly classes?: readonly string[];
  /** Limits the exception to these permissions of the writer; any when left out. */
  readonly writes?: readonly string[];
  /** Limits the exception to these permissions of the reader; any when left out. */
  readonly reads?: readonly string[];
  /** True for objects without categories alone. */
  readonly isWithoutCategories?: true;
  /** Limits the exception to channels in which the host is one of the two. */
  readonly isOfHost?: true;
}

/** Kinds of processes whose pipes and descriptors a container is given when it is started or entered. */
const starters = ['bulkhead_helper_t', 'bulkhead_incus_t', 'kernel_t', 'unconfined_t', 'container_runtime_t'];
const files = ['file', 'dir', 'lnk_file', 'chr_file', 'blk_file', 'sock_file', 'fifo_file'];

export const exceptions: readonly Exception[] = [
  {
    id: 'cgroups',
    title: say('Control groups'),
    closedBy: 'cgroup-namespace',
    reason: say(
      'A container sees its own group and what is below it; files of other groups belong to users that it has not.',
    ),
    probes: ['cgroup-out', 'limit-raise'],
    types: ['cgroup_t', 'cgroup_memory_pressure_t'],
    classes: ['file', 'dir'],
    isWithoutCategories: true,
  },
  {
    id: 'network-settings',
    title: say('Settings of the network'),
    closedBy: 'network-namespace',
    reason: say('Each network namespace has settings of its own.'),
    probes: ['kernel-sysctl'],
    types: ['sysctl_net_t', 'sysctl_net_unix_t'],
    classes: ['file'],
    isWithoutCategories: true,
  },
  {
    id: 'mounting-over',
    title: say('Mounting over files and folders'),
    closedBy: 'mount-namespace',
    reason: say('What is mounted over a file is seen in the mount namespace of the container alone.'),
    probes: ['mount-overlay', 'selinux-mount'],
    classes: files,
    writes: ['mounton'],
  },
  {
    id: 'kernel-file-systems',
    title: say('Folders and files of proc and sysfs, without writing'),
    closedBy: 'mount-namespace',
    reason: say(
      'Each container has its own instances of proc and sysfs, with objects of their own to lock; their files take no commands.',
    ),
    probes: ['kernel-sysctl'],
    attributes: ['proc_type', 'sysctl_type'],
    types: [
      'sysfs_t',
      'cpu_online_t',
      'nsfs_t',
      'fusefs_t',
      'usermodehelper_t',
      'proc_security_t',
      'bulkhead_shared_setting_t',
    ],
    classes: ['file', 'dir'],
    writes: ['ioctl', 'lock', 'mounton'],
    isWithoutCategories: true,
  },
  {
    id: 'device-nodes',
    title: say('Devices that keep nothing'),
    closedBy: 'device',
    reason: say(
      'null, zero, random and urandom keep nothing of what is written to them; tty is the terminal of the ' +
        'process that opens it, and ptmx opens a new one.',
    ),
    probes: [],
    types: ['null_device_t', 'zero_device_t', 'random_device_t', 'urandom_device_t', 'devtty_t', 'ptmx_t'],
    classes: ['chr_file'],
    writes: ['append', 'ioctl', 'write'],
  },
  {
    id: 'device-locks',
    title: say('Locks on nodes of devices'),
    closedBy: 'nothing',
    reason: say(
      'The nodes below /dev are those of the host: two containers that want to can signal each other by ' +
        'locking one of them. What else they hold is not passed so.',
    ),
    probes: [],
    types: ['null_device_t', 'zero_device_t', 'random_device_t', 'urandom_device_t', 'devtty_t', 'ptmx_t'],
    classes: ['chr_file'],
    writes: ['lock'],
  },
  {
    id: 'host-folders',
    title: say('Folders that only the host has'),
    closedBy: 'mount-namespace',
    reason: say('Folders with these types are those of the host, which no container sees.'),
    probes: ['file-list'],
    types: ['device_t', 'tmpfs_t', 'devpts_t', 'etc_t', 'lib_t', 'root_t', 'var_run_t'],
    classes: ['dir', 'lnk_file'],
    writes: ['ioctl', 'lock', 'mounton', 'setattr', 'add_name', 'remove_name', 'write'],
    isWithoutCategories: true,
  },
  {
    id: 'host-programs',
    title: say('Libraries of the host, without writing'),
    closedBy: 'mount-namespace',
    reason: say('Files with these types are those of the host, which no container sees; none may be written.'),
    probes: ['file-read'],
    types: ['ld_so_t', 'ld_so_cache_t', 'lib_t', 'textrel_shlib_t'],
    classes: ['file'],
    writes: ['ioctl', 'lock'],
    isWithoutCategories: true,
  },
  {
    id: 'terminals',
    title: say('Terminals'),
    closedBy: 'mount-namespace',
    reason: say(
      'Each container has its own instance of devpts; a terminal of the host is reached only by the one who was attached with it.',
    ),
    probes: ['attach-fds'],
    types: ['user_devpts_t', 'bulkhead_devpts_t', 'container_devpts_t'],
    classes: ['chr_file'],
  },
  {
    id: 'huge-pages',
    title: say('Memory in huge pages'),
    closedBy: 'descriptor',
    reason: say(
      'All such memory has one label; it is reached only by a descriptor, which no container gets from another.',
    ),
    probes: ['ipc-shared'],
    types: ['hugetlbfs_t'],
    classes: ['file'],
    isWithoutCategories: true,
  },
  {
    id: 'pipes-of-starters',
    title: say('Pipes of what starts a container'),
    closedBy: 'descriptor',
    reason: say('A pipe is made for each program that is started, and given to no second container.'),
    probes: ['attach-fds'],
    types: starters,
    classes: ['fifo_file'],
    writes: ['append', 'ioctl', 'write'],
  },
  {
    id: 'descriptors',
    title: say('Use of descriptors'),
    closedBy: 'descriptor',
    reason: say(
      'Using a descriptor needs having it: containers share no socket by which they could pass one, and the ' +
        'label of the file is asked besides.',
    ),
    probes: ['attach-fds', 'process-getfd'],
    types: starters,
    containers: 'all',
    classes: ['fd'],
  },
  {
    id: 'keys',
    title: say('Keys without categories'),
    closedBy: 'user-namespace',
    reason: say('Each user namespace has key rings of its own.'),
    probes: ['ipc-keyring'],
    types: starters,
    containers: 'all',
    classes: ['key'],
    isWithoutCategories: true,
  },
  {
    id: 'mounts',
    title: say('Mounting and unmounting file systems'),
    closedBy: 'user-namespace',
    reason: say(
      'The kernel lets a container change mounts of its own user namespace alone; of a file system that ' +
        'containers share it can read how much space is free.',
    ),
    probes: ['selinux-mount', 'mount-block'],
    attributes: ['filesystem_type'],
    types: ['fs_t', 'device_t', 'fusefs_t', 'tmpfs_t', 'cgroup_t', 'devpts_t', 'proc_t', 'sysfs_t', 'ramfs_t'],
    containers: 'shared',
    classes: ['filesystem'],
    writes: ['mount', 'remount', 'unmount'],
    reads: ['getattr'],
  },
  {
    id: 'attributes',
    title: say('Attributes of what another container has'),
    closedBy: 'mount-namespace',
    reason: say(
      'Constraints do not ask for the size and the times of a file; reading them needs a path or a ' +
        'descriptor, and none leads to another container.',
    ),
    probes: ['file-list', 'file-proc-root', 'file-handle'],
    classes: files,
    reads: ['getattr'],
  },
  {
    id: 'signal-of-a-child',
    title: say('The signal that a child has ended'),
    closedBy: 'pid-namespace',
    reason: say('A process sees, and signals, only those of its own pid namespace.'),
    probes: ['process-signal', 'process-see'],
    containers: 'shared',
    classes: ['process'],
    writes: ['sigchld'],
  },
  {
    id: 'ports',
    title: say('Ports and addresses'),
    closedBy: 'network-namespace',
    reason: say(
      'Each network namespace has ports of its own; what passes between containers by the network is decided ' +
        'by links and rules of the firewall, and no part of this proof.',
    ),
    probes: ['net-victim', 'net-host'],
    attributes: ['port_type', 'node_type'],
    types: ['unlabeled_t', 'port_t', 'node_t', 'icmp_socket'],
    classes: ['tcp_socket', 'udp_socket', 'sctp_socket', 'dccp_socket', 'rawip_socket', 'icmp_socket'],
    writes: ['name_bind', 'name_connect', 'node_bind', 'send_msg'],
  },
  {
    id: 'packets',
    title: say('Packets without a label'),
    closedBy: 'network-rules',
    reason: say(
      'No packet has a label; what passes between containers by the network is decided by links and rules of ' +
        'the firewall, and no part of this proof.',
    ),
    probes: ['net-victim', 'net-sniff', 'net-spoof'],
    types: ['unlabeled_t'],
    attributes: ['packet_type', 'netif_type', 'node_type'],
    classes: ['packet', 'netif', 'node', 'association', 'peer'],
  },
  {
    id: 'translation-of-levels',
    title: say('The service that translates levels'),
    closedBy: 'mount-namespace',
    reason: say('Its socket is in a folder of the host, which no container sees.'),
    probes: ['ipc-socket'],
    types: ['setrans_t', 'setrans_runtime_t', 'setrans_var_run_t'],
    classes: ['unix_stream_socket', 'sock_file'],
    writes: ['connectto', 'append', 'write'],
  },
  {
    id: 'objects-without-categories',
    title: say('Objects of containers without categories'),
    closedBy: 'labels',
    reason: say(
      'Whatever belongs to a container is labelled with its categories when it is made; isolation audit looks for what is not.',
    ),
    probes: ['file-read', 'ipc-shared', 'ipc-message', 'ipc-semaphore'],
    containers: 'shared',
    isWithoutCategories: true,
  },
  {
    id: 'host-signals',
    title: say('Signals between the host and containers'),
    closedBy: 'host',
    reason: say('Programs of the host may end those of a container; a signal carries no data.'),
    probes: ['process-signal'],
    attributes: ['domain'],
    classes: ['process'],
    writes: ['sigkill', 'sigstop', 'signal', 'sigchld', 'setsched', 'setpgid', 'setrlimit'],
    isOfHost: true,
  },
  {
    id: 'host-settings',
    title: say('Settings of the kernel that the host writes'),
    closedBy: 'host',
    reason: say('Every container reads settings of the kernel; only programs of the host write them.'),
    probes: ['kernel-sysctl'],
    attributes: ['proc_type', 'sysctl_type'],
    types: [
      'sysfs_t',
      'cpu_online_t',
      'nsfs_t',
      'usermodehelper_t',
      'proc_security_t',
      'bulkhead_shared_setting_t',
      'kernel_t',
    ],
    classes: ['file', 'dir', 'lnk_file', 'system'],
    isWithoutCategories: true,
    isOfHost: true,
  },
  {
    id: 'host-folders-and-devices',
    title: say('Folders, devices and file systems that the host arranges'),
    closedBy: 'mount-namespace',
    reason: say('Containers have their own /dev, /proc and /sys; what the host changes in its own is not seen there.'),
    probes: ['file-list'],
    attributes: ['device_node', 'filesystem_type'],
    types: ['device_t', 'tmpfs_t', 'devpts_t', 'fusefs_t', 'fs_t', 'cgroup_t', 'hugetlbfs_t'],
    classes: ['dir', 'file', 'lnk_file', 'chr_file', 'filesystem'],
    isWithoutCategories: true,
    isOfHost: true,
  },
  {
    id: 'host-mounts',
    title: say('File systems of containers that the host mounts'),
    closedBy: 'host',
    reason: say('Mounting and unmounting passes no data of another container.'),
    probes: ['selinux-mount'],
    classes: ['filesystem'],
    writes: ['mount', 'remount', 'unmount', 'relabelto', 'quotamod'],
    isOfHost: true,
  },
  {
    id: 'host-readers',
    title: say('Locks of host programs that read'),
    closedBy: 'host',
    reason: say('A program of the host that may only read can also lock what it reads; it writes no data.'),
    probes: [],
    classes: files,
    writes: ['ioctl', 'lock'],
    isOfHost: true,
  },
  {
    id: 'host-keys',
    title: say('Keys that the host links'),
    closedBy: 'user-namespace',
    reason: say('Each user namespace has key rings of its own; to link a key changes nothing of it.'),
    probes: ['ipc-keyring'],
    classes: ['key'],
    writes: ['link'],
    isOfHost: true,
  },
  {
    id: 'host-ipsec',
    title: say('Labels of IPsec'),
    closedBy: 'network-rules',
    reason: say(
      'Programs of the host label connections of IPsec; what passes by the network is no part of this proof.',
    ),
    probes: ['socket-xfrm'],
    classes: ['association'],
    writes: ['setcontext'],
    isOfHost: true,
  },
  {
    id: 'host-files',
    title: say('Files of the host that every process reads'),
    closedBy: 'mount-namespace',
    reason: say('Without deny rules a container may read them; they are those of the host, which no container sees.'),
    probes: ['file-read', 'file-list'],
    types: ['etc_t', 'lib_t', 'root_t', 'usr_t', 'var_t', 'var_run_t', 'setrans_runtime_t'],
    classes: ['file', 'dir', 'lnk_file'],
    isWithoutCategories: true,
    isOfHost: true,
  },
  {
    id: 'host-connections',
    title: say('Labels of connections'),
    closedBy: 'network-rules',
    reason: say('No connection has a label of IPsec; what passes by the network is no part of this proof.'),
    probes: ['net-host'],
    types: ['init_t'],
    classes: ['tcp_socket'],
    reads: ['recvfrom'],
    isWithoutCategories: true,
    isOfHost: true,
  },
];
