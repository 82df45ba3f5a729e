// SPDX-License-Identifier: Apache-2.0
/**
 * Denials that a Debian host has by itself, without any container: its policy lacks these rules, and nothing fails by
 * it. As recorded on Debian 13 with selinux-policy-default, at boot and at logins over ssh (most of them are in
 * audit/fixtures/real-enriched.log). What gives away secrets, such as shadow_t, is never listed.
 */

import type { DenialGroup } from './denial.ts';

type NoiseEntry = readonly [sourceType: string, targetType: string, className: string, permissions: string];

const noiseOfDebian: readonly NoiseEntry[] = [
  // A permissive host goes on after the first, and logs what comes next.
  ['getty_t', 'tmpfs_t', 'dir', 'getattr'],
  ['getty_t', 'tmpfs_t', 'dir', 'open'],
  ['getty_t', 'tmpfs_t', 'dir', 'read'],
  ['policykit_t', 'systemd_unit_t', 'service', 'status'],
  ['sshd_t', 'chkpwd_t', 'process', 'noatsecure'],
  ['sshd_t', 'chkpwd_t', 'process', 'rlimitinh'],
  ['sshd_t', 'chkpwd_t', 'process', 'siginh'],
  ['sshd_t', 'proc_t', 'filesystem', 'getattr'],
  ['sshd_t', 'sshd_t', 'capability', 'net_admin'],
  ['sshd_t', 'unconfined_t', 'key', 'search'],
  ['sshd_t', 'var_log_t', 'file', 'create'],
  ['syslogd_t', 'tmpfs_t', 'dir', 'search'],
  ['systemd_networkd_t', 'cgroup_t', 'dir', 'read'],
  ['systemd_networkd_t', 'mount_runtime_t', 'dir', 'search'],
  ['systemd_tmpfiles_t', 'user_home_dir_t', 'dir', 'relabelfrom'],
  ['systemd_user_runtime_dir_t', 'systemd_user_runtime_dir_t', 'capability', 'net_admin'],
];

const known: ReadonlySet<string> = new Set(noiseOfDebian.map((entry) => entry.join(' ')));

/** True for a group of the host that Debian's policy is known for. */
export function isKnownNoise(group: Pick<DenialGroup, 'sourceType' | 'targetType' | 'class' | 'permissions'>): boolean {
  const { sourceType, targetType, permissions } = group;
  return known.has([sourceType, targetType, group.class, ...permissions].join(' '));
}
