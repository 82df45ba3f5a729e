// SPDX-License-Identifier: Apache-2.0
/**
 * A guest without any software of ours or for us: Debian with SELinux enforcing, as somebody has it who is about to
 * install the packages. No Node.js, no LXC, no polkit, no group, no subordinate ids, no policy module. The libraries of
 * a desktop are there: an emulated processor takes ten minutes to unpack them. That the window depends on every library
 * that it needs is checked when its package is made.
 */

import { packageList } from '../../packaging/packages.ts';

import { guestEnabledUnits, guestFiles, guestMaskedUnits } from './guest-files.ts';
import { images } from './images.ts';
import { release } from './packages.ts';
import type { LabRecipe } from './recipe.ts';
import { users } from './users.ts';

const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'linux-image-cloud-amd64', 'libpam-systemd', 'openssh-server', 'sudo'],
  ...['selinux-basics', 'selinux-policy-default', 'auditd', 'iproute2', 'procps', 'less', 'e2fsprogs', 'python3'],
  ...packageList({ isDevelopment: true })
    .filter(({ id }) => id === 'window')
    .flatMap(({ debian }) => debian.depends.map((one) => one.replace(/ .*/, ''))),
];

/** What an administrator writes after the packages are there. */
const isForBulkhead = /^\/etc\/(?:sub[ug]id|polkit-1\/.*)$/;

export const pristineRecipe: LabRecipe = {
  version: 2,
  release,
  diskSize: '12G',
  helperGroup: undefined,
  users: users.map((user) => ({ ...user, groups: user.groups.filter((group) => group === 'sudo') })),
  guest: {
    packages,
    files: guestFiles.filter(({ path }) => !isForBulkhead.test(path)),
    enabled: guestEnabledUnits,
    masked: guestMaskedUnits,
    initramfsModules: ['quota_v2'],
  },
  images: images.filter(({ name }) => name === 'debian-13'),
  imageStore: 'srv/images',
};
