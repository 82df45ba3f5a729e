// SPDX-License-Identifier: Apache-2.0
/** The files that turn a bare Debian root into the lab's guest, and the units that it must not run. */

export interface RecipeFile {
  readonly path: string;
  readonly content: string;
  readonly mode?: number;
}

/**
 * Units that write needless messages, need the internet, wait for hardware that the guest has not, or take seconds at
 * each login.
 */
export const guestMaskedUnits: readonly string[] = [
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'e2scrub_reap.service',
  'fstrim.timer',
  'systemd-network-generator.service',
  'systemd-networkd-wait-online.service',
  'systemd-timesyncd.service',
  'getty@tty1.service',
  'user@.service',
];

export const guestEnabledUnits: readonly string[] = ['systemd-networkd.service', 'ssh.service', 'auditd.service'];

/** Gives a resumed guest the present time and fresh randomness; both were frozen with the snapshot. */
const wake = `#!/usr/bin/python3
import fcntl, os, sys, time
time.clock_settime(time.CLOCK_REALTIME, float(sys.argv[1]))
with open('/dev/urandom', 'wb', buffering=0) as pool:
    pool.write(bytes.fromhex(sys.argv[2]))
    fcntl.ioctl(pool, 0x5207)
`;

/**
 * Answers yes to all of Bulkhead's actions for `operator`, so that the tests of the main job meet no prompt. Never
 * shipped.
 */
const polkitRule = `polkit.addRule(function (action, subject) {
    if (action.id.indexOf('org.bulkhead.') === 0 && subject.user === 'operator' && subject.isInGroup('bulkhead')) {
        return polkit.Result.YES;
    }
    return polkit.Result.NOT_HANDLED;
});
`;

/** A fixed address rather than DHCP: a lease would expire the moment a snapshot wakes with a new clock. */
const network = `[Match]
Driver=virtio_net

[Network]
Address=10.0.2.15/24
Gateway=10.0.2.2
LinkLocalAddressing=no
IPv6AcceptRA=no
`;

const sshd = `PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UseDNS no
PrintLastLog no
MaxSessions 200
MaxStartups 200
`;

export const guestFiles: readonly RecipeFile[] = [
  { path: '/etc/hostname', content: 'bulkhead-lab\n' },
  { path: '/etc/hosts', content: '127.0.0.1 localhost\n127.0.1.1 bulkhead-lab\n::1 localhost\n' },
  { path: '/etc/fstab', content: '/dev/vda / ext4 noatime,prjquota 0 1\n' },
  { path: '/etc/resolv.conf', content: 'nameserver 10.0.2.3\n' },
  { path: '/etc/subuid', content: 'root:100000:1000000000\n' },
  { path: '/etc/subgid', content: 'root:100000:1000000000\n' },
  { path: '/etc/systemd/network/10-lab.network', content: network },
  { path: '/etc/ssh/sshd_config.d/10-lab.conf', content: sshd },
  { path: '/etc/polkit-1/rules.d/10-bulkhead-lab.rules', content: polkitRule },
  { path: '/etc/selinux/config', content: 'SELINUX=enforcing\nSELINUXTYPE=default\nSETLOCALDEFS=0\n' },
  { path: '/etc/default/locale', content: 'LANG=C.UTF-8\n' },
  { path: '/etc/motd', content: '' },
  { path: '/usr/local/sbin/lab-wake', content: wake, mode: 0o755 },
];
