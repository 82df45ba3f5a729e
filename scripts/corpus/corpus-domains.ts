// SPDX-License-Identifier: Apache-2.0
/**
 * The domains in which accesses are tried: servers of several kinds, what the host itself runs, and containers of ours
 * and of others.
 */

const servers = [
  'httpd_t',
  'named_t',
  'mysqld_t',
  'postgresql_t',
  'smbd_t',
  'squid_t',
  'dovecot_t',
  'postfix_master_t',
  'ftpd_t',
  'rsync_t',
  'cupsd_t',
  'avahi_t',
  'redis_t',
];
const host = [
  'dnsmasq_t',
  'chronyd_t',
  'syslogd_t',
  'crond_t',
  'getty_t',
  'dhcpc_t',
  'auditd_t',
  'policykit_t',
  'systemd_logind_t',
];

export const corpusDomains: readonly string[] = [
  ...[...servers, ...host].map((type) => `system_u:system_r:${type}:s0`),
  'system_u:system_r:bulkhead_t:s0:c11,c12',
  'system_u:system_r:container_t:s0:c13,c14',
];
