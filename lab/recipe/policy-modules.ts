// SPDX-License-Identifier: Apache-2.0
/**
 * Modules of Debian's policy that stay in the lab: those of its software, of what the tests name, and some
 * services that a host of containers often has. The others are removed ([ADR
 * 51](../../docs/adr/0051-remove-policy-modules-in-the-lab.md)).
 */

/** What these need besides is in them: semodule accepts no policy in which something is missing. */
export const keptPolicyModules: readonly string[] = [
  ...['base', 'unconfined', 'xserver', 'staff', 'unprivuser'],
  ...['apt', 'backup', 'bootloader', 'clock', 'container', 'cron', 'devicekit', 'dnsmasq', 'getty', 'gpg', 'hostname'],
  ...['iptables', 'kerberos', 'logrotate', 'lvm', 'mta', 'netutils', 'policykit', 'quota', 'setrans', 'ssh'],
  ...['su', 'sudo', 'tmpreaper', 'xdg'],
  ...['apache', 'avahi', 'bind', 'chronyd', 'daemontools', 'dovecot', 'ftp', 'mysql', 'ntp', 'postfix', 'postgresql'],
  ...['redis', 'rsync', 'samba', 'squid'],
];
