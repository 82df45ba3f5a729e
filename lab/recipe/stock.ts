// SPDX-License-Identifier: Apache-2.0
/**
 * A guest as the installer leaves a server: AppArmor, a plain ext4 without quotas, no SELinux and nothing of its policy,
 * no label on any file, and GRUB, whose configuration decides what is booted.
 */

import { guestEnabledUnits, guestFiles, guestMaskedUnits } from './guest-files.ts';
import { release } from './packages.ts';
import type { LabRecipe } from './recipe.ts';
import { users } from './users.ts';

const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'linux-image-cloud-amd64', 'libpam-systemd', 'openssh-server', 'sudo'],
  ...['apparmor', 'grub-pc', 'cron', 'iproute2', 'procps', 'less', 'e2fsprogs', 'python3', 'curl'],
];

/** What Debian's own images of clouds set, too: the console of such a host is its serial line. */
const grubOfCloud = `GRUB_CMDLINE_LINUX="console=ttyS0 net.ifnames=0"
GRUB_TERMINAL=serial
GRUB_TIMEOUT=0
`;

const fstab = '/dev/vda / ext4 errors=remount-ro 0 1\n';
const isForBulkhead = /^\/etc\/(?:sub[ug]id|polkit-1\/.*|selinux\/config|fstab)$/;

export const stockRecipe: LabRecipe = {
  version: 1,
  release,
  diskSize: '12G',
  helperGroup: undefined,
  users: users.map((user) => ({ ...user, groups: user.groups.filter((group) => group === 'sudo') })),
  guest: {
    packages,
    files: [
      ...guestFiles.filter(({ path }) => !isForBulkhead.test(path)),
      { path: '/etc/fstab', content: fstab },
      { path: '/etc/default/grub.d/10_cloud.cfg', content: grubOfCloud },
    ],
    enabled: guestEnabledUnits.filter((unit) => unit !== 'auditd.service'),
    masked: guestMaskedUnits,
  },
  images: [],
  isStock: true,
};
