// SPDX-License-Identifier: Apache-2.0
/**
 * What makes a Debian root a good container image: its units all succeed inside a user namespace, its network comes up
 * by DHCP.
 */

/** What a system container needs besides the essential packages. */
export const debianImagePackages: readonly string[] = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'libpam-systemd',
  'passwd',
  'login',
  'bash',
  'netbase',
  'iproute2',
  'systemd-resolved',
  'libnss-resolve',
  'procps',
];

/** Each of these fails, or has nothing to do, in a container with a user namespace of its own. */
export const debianMaskedUnits: readonly string[] = [
  'sys-kernel-config.mount',
  'sys-kernel-debug.mount',
  'sys-kernel-tracing.mount',
  'sys-fs-fuse-connections.mount',
  'dev-hugepages.mount',
  'dev-mqueue.mount',
  'proc-sys-fs-binfmt_misc.automount',
  'systemd-modules-load.service',
  'kmod-static-nodes.service',
  'systemd-udevd.service',
  'systemd-udev-trigger.service',
  'systemd-remount-fs.service',
  'systemd-networkd-wait-online.service',
  'systemd-networkd-persistent-storage.service',
  'systemd-network-generator.service',
  'systemd-timesyncd.service',
  'systemd-pstore.service',
  'systemd-hwdb-update.service',
  'systemd-firstboot.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
  'fstrim.timer',
  'getty-static.service',
  'getty@tty1.service',
];

export const debianEnabledUnits: readonly string[] = ['systemd-networkd.service', 'systemd-resolved.service'];

const network = `[Match]
Name=eth0

[Network]
DHCP=ipv4
LinkLocalAddressing=no
IPv6AcceptRA=no

[DHCPv4]
UseHostname=no
`;

/** Files of it, by their paths. */
export const debianImageFiles: readonly { readonly path: string; readonly content: string }[] = [
  { path: '/etc/hostname', content: 'debian\n' },
  { path: '/etc/hosts', content: '127.0.0.1 localhost\n::1 localhost\n' },
  { path: '/etc/fstab', content: '' },
  // The file is empty, not missing: each container creates an id of its own, but none treats its first boot as an
  // installation.
  { path: '/etc/machine-id', content: '' },
  { path: '/etc/systemd/network/10-eth0.network', content: network },
  { path: '/etc/motd', content: '' },
  // These files are newer than /usr, so no container spends its first boot on rebuilding caches that the image has.
  { path: '/etc/.updated', content: '' },
  { path: '/var/.updated', content: '' },
];

/** Points to the file of systemd's resolver, by which names are looked up. */
export const debianResolver = '../run/systemd/resolve/stub-resolv.conf';
