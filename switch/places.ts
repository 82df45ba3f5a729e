// SPDX-License-Identifier: Apache-2.0
/** The files and units of the switch, each named once. */

export const places = {
  config: '/etc/selinux/config',
  /** Read after /etc/default/grub, so that the administrator's file stays as it is. */
  bootOptions: '/etc/default/grub.d/60-bulkhead-selinux.cfg',
  grubConfig: '/boot/grub/grub.cfg',
  relabel: '/.autorelabel',
  journal: '/var/lib/bulkhead/switch.json',
  /** Files by whose presence systemd ends a trial, one way or the other. */
  keep: '/var/lib/bulkhead/switch-keep',
  stop: '/var/lib/bulkhead/switch-stop',
  auditLogs: '/var/log/audit',
} as const;

export const units = {
  /** Ends the trial by its time. */
  trial: 'bulkhead-switch-trial',
  /** Makes enforcing permanent. */
  keep: 'bulkhead-switch-keep',
  /** Ends the trial when it is asked to. */
  stop: 'bulkhead-switch-stop',
} as const;

/** What chooses SELinux among the kernel's modules. */
export const kernelOption = 'security=selinux';

/** What Debian and Ubuntu call them. */
export const packages = ['selinux-basics', 'selinux-policy-default', 'auditd'] as const;
