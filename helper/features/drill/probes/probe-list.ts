// SPDX-License-Identifier: Apache-2.0
/**
 * The attempts of the drill, declared once: what each tries, which layers should stop it, and what counts as stopped.
 * How it is tried is in programs/.
 */

import type { DrillLayer } from '../../../../contract/model/drill.ts';
import { kernelFileProbes, mountProbes, socketProbes } from './kernel-probes.ts';
import type { Probe } from './probe.ts';

const notThere = ['ENOENT', 'ESRCH', 'ECONNREFUSED'];
const sysAdmin = { name: 'CAP_SYS_ADMIN', number: 21 };
const sysModule = { name: 'CAP_SYS_MODULE', number: 16 };
const sysTime = { name: 'CAP_SYS_TIME', number: 25 };
const sysLog = { name: 'CAP_SYSLOG', number: 34 };
const sysBoot = { name: 'CAP_SYS_BOOT', number: 22 };
const readAll = { name: 'CAP_DAC_READ_SEARCH', number: 2 };
const makeNodes = { name: 'CAP_MKNOD', number: 27 };
const kernelWide: readonly DrillLayer[] = ['user-namespace', 'capabilities', 'seccomp', 'selinux', 'mounts'];

/** Tried by requests to the attacker's web server; the others by its program. */
export const webProbes = {
  include: 'web-include',
  file: 'web-file',
} as const;

const web: readonly Probe[] = [
  {
    id: webProbes.include,
    class: 'web',
    title: "Have the paper's page include a file of the victim, by a cookie that climbs out of its folder",
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: webProbes.file,
    class: 'web',
    title: 'Ask the web server for a file of the victim, below a symbolic link',
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
];

const files: readonly Probe[] = [
  {
    id: 'file-read',
    class: 'files',
    title: "Read the victim's file of mode 0777",
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-list',
    class: 'files',
    title: "List the victim's folder of mode 0777",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-write',
    class: 'files',
    title: "Overwrite the victim's page",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-append',
    class: 'files',
    title: "Add a line to the victim's log",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-create',
    class: 'files',
    title: "Plant a new file in the victim's folder",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-remove',
    class: 'files',
    title: 'Remove a file of the victim',
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-rename',
    class: 'files',
    title: 'Rename a file of the victim',
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-execute',
    class: 'files',
    title: 'Run a program of the victim',
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-symlink',
    class: 'files',
    title: "Read the victim's file through a symbolic link of one's own",
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-hardlink',
    class: 'files',
    title: "Give the victim's file a second name",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'file-proc-root',
    class: 'files',
    title: "Read the victim's file through /proc/self/root",
    expectedLayers: ['selinux'],
    breach: 'secret',
  },
  {
    id: 'file-handle',
    class: 'files',
    title: 'Open a file by its number alone, past all folders',
    expectedLayers: ['seccomp', 'user-namespace', 'selinux'],
    breach: 'success',
    reached: ['ESTALE', 'ENOENT'],
    denials: ['ENOTSUP', 'EOPNOTSUPP'],
    systemCall: 'open_by_handle_at',
    capability: readAll,
    variants: ['seccomp'],
  },
];

const processes: readonly Probe[] = [
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

const ipc: readonly Probe[] = [
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

const kernel: readonly Probe[] = [
  {
    id: 'kernel-module',
    class: 'kernel',
    title: 'Load a kernel module',
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['ENOEXEC', 'EINVAL', 'EBADF'],
    systemCall: 'finit_module',
    capability: sysModule,
    variants: ['seccomp', 'capabilities'],
  },
  {
    id: 'kernel-kexec',
    class: 'kernel',
    title: 'Load another kernel',
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['EINVAL', 'EBUSY'],
    systemCall: 'kexec_load',
    capability: sysBoot,
    variants: ['seccomp'],
  },
  {
    id: 'kernel-sysctl',
    class: 'kernel',
    title: 'Write a setting of the kernel',
    expectedLayers: kernelWide,
    breach: 'success',
    denials: ['EROFS'],
  },
  {
    id: 'kernel-core',
    class: 'kernel',
    title: 'Write core_pattern, by which the host would run a program at the next crash',
    expectedLayers: kernelWide,
    breach: 'success',
    denials: ['EROFS'],
  },
  {
    id: 'kernel-sysrq',
    class: 'kernel',
    title: 'Open sysrq-trigger, by which the host can be rebooted',
    expectedLayers: kernelWide,
    breach: 'success',
    denials: ['EROFS'],
  },
  {
    id: 'kernel-release',
    class: 'kernel',
    title: 'Write release_agent, by which the host would run a program when a cgroup empties',
    expectedLayers: kernelWide,
    breach: 'success',
    capability: sysAdmin,
  },
  {
    id: 'kernel-bpf',
    class: 'kernel',
    title: "See the host's BPF programs",
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['ENOENT'],
    capability: sysAdmin,
  },
  {
    id: 'kernel-perf',
    class: 'kernel',
    title: 'Count events of the whole processor',
    expectedLayers: kernelWide,
    breach: 'success',
  },
  {
    id: 'kernel-disk',
    class: 'kernel',
    title: "Make a node of the host's disk and read it",
    expectedLayers: kernelWide,
    breach: 'success',
    capability: makeNodes,
  },
  {
    id: 'kernel-memory',
    class: 'kernel',
    title: "Make a node of the host's memory and read it",
    expectedLayers: kernelWide,
    breach: 'success',
    capability: makeNodes,
  },
  {
    id: 'kernel-kcore',
    class: 'kernel',
    title: "Open the kernel's memory in /proc",
    expectedLayers: kernelWide,
    breach: 'success',
  },
  {
    id: 'kernel-log',
    class: 'kernel',
    title: "Read the kernel's log",
    expectedLayers: kernelWide,
    breach: 'success',
    capability: sysLog,
    variants: ['capabilities'],
  },
  {
    id: 'kernel-swap',
    class: 'kernel',
    title: 'Add swap to the host',
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['ENOENT', 'EINVAL'],
    capability: sysAdmin,
  },
  {
    id: 'kernel-debugfs',
    class: 'kernel',
    title: "Mount the kernel's debugging files",
    expectedLayers: kernelWide,
    breach: 'success',
    capability: sysAdmin,
  },
  {
    id: 'kernel-clock',
    class: 'kernel',
    title: "Change the host's clock",
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['EINVAL'],
    capability: sysTime,
    variants: ['capabilities'],
  },
];

const selinux: readonly Probe[] = [
  {
    id: 'selinux-enforce',
    class: 'selinux',
    title: 'Reach the switch that makes the host permissive',
    expectedLayers: kernelWide,
    breach: 'success',
    capability: sysAdmin,
  },
  {
    id: 'selinux-load',
    class: 'selinux',
    title: 'Load another policy',
    expectedLayers: kernelWide,
    breach: 'success',
    reached: ['EINVAL'],
    capability: sysAdmin,
  },
  {
    id: 'selinux-domain',
    class: 'selinux',
    title: 'Move into an unconfined domain',
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'selinux-level',
    class: 'selinux',
    title: "Run the next program with the victim's categories",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'selinux-relabel',
    class: 'selinux',
    title: "Give a file of one's own the victim's label",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    id: 'selinux-mount',
    class: 'selinux',
    title: "Mount a file system that has the victim's label",
    expectedLayers: ['selinux'],
    breach: 'success',
  },
  {
    ...{
      id: 'audit-forge',
      class: 'selinux',
      breach: 'success',
      expectedLayers: ['user-namespace', 'capabilities', 'selinux'],
    },
    title: "Have a record in the kernel's audit that blames the victim, by netlink and by the name of a file",
    deniedBy: {
      ECONNREFUSED: {
        layer: 'user-namespace',
        words: "the kernel's audit takes no records from another user namespace than the host's",
      },
    },
  },
];

const network: readonly Probe[] = [
  {
    id: 'net-victim',
    class: 'network',
    title: "Connect to a service on the victim's loopback",
    expectedLayers: ['namespaces'],
    breach: 'secret',
    denials: [...notThere, 'ENETUNREACH'],
    variants: ['namespaces'],
  },
  {
    id: 'net-host',
    class: 'network',
    title: "Connect to a service on the host's loopback",
    expectedLayers: ['namespaces'],
    breach: 'secret',
    denials: [...notThere, 'ENETUNREACH'],
  },
  {
    id: 'net-lxc',
    class: 'network',
    title: "Connect to the socket by which the host commands the victim's LXC",
    expectedLayers: ['namespaces', 'selinux'],
    breach: 'success',
    denials: notThere,
  },
  {
    id: 'net-sniff',
    class: 'network',
    title: "Read the victim's packets from a raw socket",
    expectedLayers: ['namespaces', 'user-namespace', 'selinux'],
    breach: 'secret',
    denials: ['ETIMEDOUT'],
    variants: ['namespaces'],
  },
  {
    ...{ id: 'net-spoof', class: 'network', breach: 'harm', heldBy: 'runtime', watch: 'bridge' },
    title: 'Send as another: with its hardware address, its addresses, its ARP answer, or as a router',
    expectedLayers: ['runtime', 'selinux'],
  },
];

const resources: readonly Probe[] = [
  {
    id: 'limit-cpu',
    class: 'resources',
    title: 'Take all processor time',
    expectedLayers: ['cgroup'],
    breach: 'success',
    counter: 'cpu.stat nr_throttled',
  },
  {
    id: 'limit-tasks',
    class: 'resources',
    title: 'Fork until nothing is left',
    expectedLayers: ['cgroup'],
    breach: 'success',
    denials: ['EAGAIN'],
    counter: 'pids.events max',
  },
  {
    id: 'limit-memory',
    class: 'resources',
    title: 'Take more memory than there is for it',
    expectedLayers: ['cgroup'],
    breach: 'success',
    denials: ['ENOMEM'],
    counter: 'memory.events oom_kill',
  },
  {
    id: 'limit-files',
    class: 'resources',
    title: 'Fill a file system in memory',
    expectedLayers: ['cgroup'],
    breach: 'success',
    denials: ['ENOSPC', 'ENOMEM'],
    counter: 'memory.events oom_kill',
  },
  {
    ...{ id: 'limit-disk', class: 'resources', breach: 'success', expectedLayers: ['quota'] },
    title: "Take all room of the host's disk",
    denials: ['EDQUOT', 'ENOSPC'],
    watch: 'disk',
  },
  {
    ...{ id: 'cgroup-out', class: 'resources', breach: 'success', expectedLayers: ['namespaces', 'selinux'] },
    title: "Move into another group of the host's, past the limits of one's own",
    denials: notThere,
  },
  {
    ...{
      id: 'limit-raise',
      class: 'resources',
      breach: 'success',
      expectedLayers: ['user-namespace', 'namespaces', 'selinux'],
    },
    title: "Write a limit of one's own",
    denials: ['EROFS'],
  },
];

/** Not made by the program, but by starting the attacker. */
export const linkedStart = 'start-links';

const start: readonly Probe[] = [
  {
    ...{ id: linkedStart, class: 'start', breach: 'harm', heldBy: 'runtime', expectedLayers: ['runtime'] },
    title: "Have the host mount or write through links that lead out of the container's tree while it starts",
    holes: ['CVE-2015-1335', 'CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881'],
  },
  {
    ...{
      id: 'attach-exe',
      class: 'start',
      breach: 'success',
      heldBy: 'runtime',
      expectedLayers: ['selinux', 'runtime'],
      meanwhile: 'attach',
    },
    title: 'Overwrite the program of the host that is just bringing a command in',
    holes: ['CVE-2019-5736'],
  },
  {
    ...{ id: 'attach-fds', class: 'start', breach: 'success', heldBy: 'runtime', expectedLayers: ['runtime'] },
    watch: 'descriptors',
    title: 'Use what the host left open in a command that it brought in: a descriptor, or a folder outside',
    holes: ['CVE-2024-21626'],
  },
];

export const probes: readonly Probe[] = [
  ...[...web, ...files, ...processes, ...ipc, ...socketProbes, ...kernel, ...kernelFileProbes, ...mountProbes],
  ...[...selinux, ...network, ...start, ...resources],
];

/** What a run cannot show. */
export const limitations: readonly string[] = [
  'The user namespace is not removed: root in the container would be root on the host, kept by SELinux alone.',
  'The limits are not removed: a fork bomb or a full disk without one would take the host along.',
  'Containers of one image share the pages of its files in memory: a hole of the kernel by which pages are written that are only read, as those named with the socket families are, would change a program for all of them, and no label is asked for a page that is in memory already. For a tenant who must share nothing give them an image of their own: a copy (cp -a --reflink=auto) has files, and so pages, of its own.',
  'No hole of the kernel itself is tried: whether a call can be reached is shown, and not what is wrong behind it. What is open is listed as the surface of the kernel.',
  'Time and caches that containers share, as processors do, are isolated by no layer here, and are not tried.',
  "The victim has no network but its loopback: that containers on the host's bridge do not reach one another is not tried. What is tried is whether the attacker can send there as another.",
];
