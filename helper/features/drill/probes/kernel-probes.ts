// SPDX-License-Identifier: Apache-2.0
/**
 * Attempts on the kernel that need no capability towards the host: families of sockets, files of the kernel, mounts and
 * pages.
 */

import { say } from '../../../../contract/text.ts';
import { vulnerabilitiesAt } from '../../../system/known-vulnerabilities.ts';
import type { Probe } from './probe.ts';
import { kernelWide, noUserNamespace, sysAdmin } from './probe-parts.ts';

const noSuchFamily = {
  EAFNOSUPPORT: 'the kernel has no such family',
  EPROTONOSUPPORT: 'the kernel has no such protocol',
};
const noSuchFile = { ENOENT: 'the kernel has no such file' };

/** SELinux is asked before the kernel loads the module of a family, so that not even its code gets in. */
const socket = { class: 'sockets', breach: 'success', expectedLayers: ['selinux'], absentBy: noSuchFamily } as const;

export const socketProbes: readonly Probe[] = [
  {
    ...socket,
    id: 'socket-crypto',
    title: say("Open a socket of the kernel's ciphers (AF_ALG)"),
    holes: vulnerabilitiesAt('alg_socket'),
    changesNothing: true,
  },
  {
    ...socket,
    id: 'socket-rxrpc',
    title: say('Open a socket of the RxRPC protocol (AF_RXRPC)'),
    holes: vulnerabilitiesAt('rxrpc_socket'),
    changesNothing: true,
  },
  {
    ...socket,
    id: 'socket-pfkey',
    title: say('Open a socket by which keys of IPsec are set (AF_KEY)'),
    holes: vulnerabilitiesAt('key_socket', 'netlink_xfrm_socket'),
    changesNothing: true,
  },
  {
    ...socket,
    id: 'socket-xfrm',
    title: say('Open a socket by which IPsec is set up (NETLINK_XFRM)'),
    holes: vulnerabilitiesAt('netlink_xfrm_socket'),
    changesNothing: true,
  },
  {
    ...socket,
    id: 'socket-vsock',
    watch: 'vsock',
    title: say(
      'Open a socket to the machine below or to its guests (AF_VSOCK), and connect to a port of the host by it',
    ),
    changesNothing: true,
  },
];

const kernelFile = { class: 'kernel', breach: 'success', expectedLayers: kernelWide, denials: ['EROFS'] } as const;

export const kernelFileProbes: readonly Probe[] = [
  {
    ...kernelFile,
    id: 'kernel-uevent',
    absentBy: noSuchFile,
    title: say('Write uevent_helper, by which the host would run a program when a device comes'),
    changesNothing: true,
  },
  {
    ...kernelFile,
    id: 'kernel-hotplug',
    title: say('Write hotplug, by which it would do so on older kernels'),
    absentBy: noSuchFile,
    changesNothing: true,
  },
  {
    ...kernelFile,
    id: 'kernel-modprobe',
    absentBy: noSuchFile,
    title: say('Write modprobe, by which the host would run a program when a module is asked for'),
    changesNothing: true,
  },
  {
    ...kernelFile,
    id: 'kernel-binfmt',
    breach: 'harm',
    heldBy: 'user-namespace',
    title: say('Register a program that the host would run for files of a kind'),
    absentBy: { ENODEV: 'the kernel has not loaded binfmt_misc, and loads it for no container' },
    changesNothing: true,
  },
  {
    id: 'kernel-load',
    class: 'kernel',
    breach: 'success',
    expectedLayers: ['selinux'],
    title: say('Read how busy the host is, its modules and its disks'),
    silent: { class: 'file', permission: 'read', on: 'host-load', error: 'EACCES' },
    changesNothing: true,
  },
  // Not inside a container in use: the host would load the module.
  {
    id: 'kernel-autoload',
    class: 'kernel',
    breach: 'success',
    denials: ['ENODEV'],
    expectedLayers: ['selinux', 'capabilities'],
    title: say('Have the kernel load a module that it has not loaded, by mounting a file system of that name'),
    silent: { class: 'system', permission: 'module_request' },
    holes: ['CVE-2017-6074'],
  },
];

export const mountProbes: readonly Probe[] = [
  {
    id: 'mount-block',
    class: 'mounts',
    breach: 'success',
    expectedLayers: kernelWide,
    capability: sysAdmin,
    title: say("Open a file system of the host's disk by the newer calls, which filters of mount do not know"),
    absentBy: { ENOSYS: 'the kernel has no such call', ENODEV: 'the kernel has no file system of a disk' },
    holes: ['CVE-2022-0185'],
    changesNothing: true,
  },
  {
    id: 'mount-overlay',
    class: 'mounts',
    breach: 'success',
    heldBy: 'kernel',
    expectedLayers: ['selinux', 'kernel'],
    silent: noUserNamespace,
    title: say('Gain capabilities by an overlay in a nested user namespace, which copies a file together with them'),
    holes: ['CVE-2021-3493', 'CVE-2023-0386', 'CVE-2023-2640', 'CVE-2023-32629'],
    changesNothing: true,
  },
  {
    id: 'pipe-page',
    class: 'mounts',
    breach: 'success',
    heldBy: 'kernel',
    expectedLayers: ['kernel'],
    title: say('Change a file that is open for reading only, by a page of it that is in a pipe'),
    holes: ['CVE-2022-0847 (Dirty Pipe)'],
    changesNothing: true,
  },
];
