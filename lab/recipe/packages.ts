// SPDX-License-Identifier: Apache-2.0
/**
 * The Debian packages inside the lab: those of the SELinux guest, and those of the container images in its image store.
 */

import { drillImage } from '../../contract/rules/drill-image.ts';
import { debianImagePackages } from '../../contract/rules/debian-image.ts';

export const release = 'trixie';

export const guestPackages: readonly string[] = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'linux-image-cloud-amd64', 'libpam-systemd', 'openssh-server', 'sudo'],
  ...['selinux-basics', 'selinux-policy-default', 'selinux-utils', 'policycoreutils', 'policycoreutils-python-utils'],
  ...['semodule-utils', 'checkpolicy', 'secilc', 'setools', 'selinux-policy-dev', 'auditd'],
  ...[
    'lxc',
    'lxcfs',
    'uidmap',
    'polkitd',
    'pkexec',
    'dnsmasq-base',
    'nftables',
    'conntrack',
    'iptables',
    'iproute2',
    'catatonit',
  ],
  ...['nodejs', 'python3', 'strace', 'stress-ng', 'socat', 'procps', 'attr', 'e2fsprogs', 'busybox-static', 'restic'],
  ...['tcc', 'libc6-dev', 'bzip2', 'zstd', 'less', 'iputils-ping', 'curl'],
];

export const debianPackages: readonly string[] = [
  ...debianImagePackages,
  'iputils-ping',
  'python3-minimal',
  'less',
  'curl',
];

export const drillWebPackages: readonly string[] = [...debianImagePackages, ...drillImage.packages];
