// SPDX-License-Identifier: Apache-2.0
/**
 * Lines that a person adds to the configuration of a container: what each key does, or why it cannot be added. What
 * weakens the isolation, and what Bulkhead writes itself, has no place among them. Keys and values are those of
 * lxc.container.conf(5) of LXC 6.
 */

import { t } from '../text.ts';

export type JudgedKey =
  | { readonly verdict: 'allowed'; readonly meaning: string; readonly form: RegExp; readonly example: string }
  | { readonly verdict: 'rejected'; readonly reason: string };

interface Rule {
  /** Matches the part of the key after `lxc.`. */
  readonly pattern: RegExp;
  readonly judged: JudgedKey;
}

const bytes = /^(?:max|\d{1,15}[KMGT]?)$/i;
const flag = /^[01]$/;
const nodes = /^\d{1,4}(?:-\d{1,4})?(?:,\d{1,4}(?:-\d{1,4})?)*$/;

/** Lists the capabilities of capabilities(7), as LXC writes them. */
const capabilities = [
  ...['audit_control', 'audit_read', 'audit_write', 'block_suspend', 'bpf', 'checkpoint_restore', 'chown'],
  ...['dac_override', 'dac_read_search', 'fowner', 'fsetid', 'ipc_lock', 'ipc_owner', 'kill'],
  ...['lease', 'linux_immutable', 'mac_admin', 'mac_override', 'mknod', 'net_admin', 'net_bind_service'],
  ...['net_broadcast', 'net_raw', 'perfmon', 'setfcap', 'setgid', 'setpcap', 'setuid'],
  ...['sys_admin', 'sys_boot', 'sys_chroot', 'sys_module', 'sys_nice', 'sys_pacct', 'sys_ptrace'],
  ...['sys_rawio', 'sys_resource', 'sys_time', 'sys_tty_config', 'syslog', 'wake_alarm'],
];
const capability = `(?:${capabilities.join('|')})`;

function allow(
  pattern: RegExp,
  { meaning, form, example }: { readonly meaning: string; readonly form: RegExp; readonly example: string },
): Rule {
  return { pattern, judged: { verdict: 'allowed', meaning, form, example } };
}

function reject(pattern: RegExp, reason: string): Rule {
  return { pattern, judged: { verdict: 'rejected', reason } };
}

const limitsElsewhere = t('is written for the limits of the container: change them there');
const isolationElsewhere = t('is part of the isolation, which Bulkhead writes itself');

/** The first that fits decides. */
const rules: readonly Rule[] = [
  allow(/^prlimit\.(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nofile|nproc|rss|sigpending|stack)$/, {
    meaning: t('A limit of each process in the container (setrlimit(2)): soft and hard, or one number for both.'),
    form: /^(?:unlimited|\d{1,15})(?::(?:unlimited|\d{1,15}))?$/,
    example: '4096:8192',
  }),
  reject(/^prlimit\.(?:nice|rtprio|rttime)$/, t('lets processes go before those of other containers and of the host')),
  reject(/^sysctl\.net\.ipv4\.ip_unprivileged_port_start$/, t('is written for its program: change it there')),
  allow(/^sysctl\.net\.[a-z0-9_.-]+$/, {
    meaning: t('A setting of its network namespace (sysctl(8)), which no other container has.'),
    form: /^[0-9A-Za-z][0-9A-Za-z ._-]*$/,
    example: '1',
  }),
  reject(/^sysctl\./, t('is a setting of the kernel; only those of its own network namespace (net.) can be added')),
  allow(/^cgroup2\.cpu\.idle$/, {
    meaning: t('With 1 it gets only processors that nobody else wants.'),
    form: flag,
    example: '1',
  }),
  allow(/^cgroup2\.cpuset\.mems$/, {
    meaning: t('The nodes of memory that it may use, by their numbers.'),
    form: nodes,
    example: '0-1',
  }),
  allow(/^cgroup2\.memory\.(?:high|low)$/, {
    meaning: t('Memory above high is slowed and taken back early; memory below low is kept when the host needs some.'),
    form: bytes,
    example: '512M',
  }),
  allow(/^cgroup2\.memory\.oom\.group$/, {
    meaning: t('With 1 the whole container ends when the kernel ends one of its processes for want of memory.'),
    form: flag,
    example: '1',
  }),
  allow(/^cgroup2\.hugetlb\.\d+[KMG]B\.max$/, {
    meaning: t('How much of its memory may be huge pages of this size.'),
    form: bytes,
    example: '1G',
  }),
  reject(
    /^cgroup2\.(?:memory\.(?:max|swap\.max)|cpu\.(?:max|weight)|cpuset\.cpus|pids\.max|io\..*|cgroup\.max\..*)$/,
    limitsElsewhere,
  ),
  reject(/^cgroup2?\.devices\./, t('gives it devices of the host, which no label protects')),
  reject(/^cgroup2\./, t('is no file of its cgroup that can be set by a line')),
  reject(/^cgroup\./, t('is for cgroups of version 1; write lxc.cgroup2.')),
  allow(/^signal\.(?:reboot|stop)$/, {
    meaning: t('By which signal its init is asked to restart, or is ended when it does not stop.'),
    form: /^SIG[A-Z0-9]{2,8}(?:\+\d{1,2})?$/,
    example: 'SIGINT',
  }),
  reject(/^signal\.halt$/, t('is written for the stop signal of its program: change it there')),
  allow(/^time\.offset\.(?:boot|monotonic)$/, {
    meaning: t('By how much its clock of the time since the start differs from that of the host.'),
    form: /^-?\d{1,9} ?(?:h|m|s|ms|us|ns)$/,
    example: '168h',
  }),
  allow(/^sched\.core$/, {
    meaning: t('With 1 no process of others runs on the same core at the same time, against attacks on the processor.'),
    form: flag,
    example: '1',
  }),
  allow(/^cap\.drop$/, {
    meaning: t('Capabilities that nothing in it can have, besides those that are always taken away.'),
    form: new RegExp(`^${capability}(?: ${capability})*$`),
    example: 'net_raw',
  }),
  allow(/^proc\.oom_score_adj$/, {
    meaning: t('From 0 to 1000: how much sooner its init is ended when the host has no memory left.'),
    form: /^(?:\d{1,3}|1000)$/,
    example: '500',
  }),
  reject(/^uts\.name$/, t('is written for the host name: change it there')),
  reject(/^environment/, t('is written for the environment: change it there')),
  reject(/^net\./, t('is written for its network: change it there')),
  reject(/^(?:start\.|group$)/, t('is written for autostart and tags: change them there')),
  reject(/^(?:init\.|execute\.)/, t('is written for its program: change it there')),
  reject(/^mount/, t('shows files of the host in it; attach a volume, which gets the right label')),
  reject(/^hook\./, t('runs a program as root of the host')),
  reject(/^include$/, t('takes in a file, so that everybody who may write that file changes this container')),
  reject(/^no_new_privs$/, t('keeps its processes from entering their SELinux context, so that it would not start')),
  reject(/^cap\./, t('gives it capabilities, of which some undo the isolation')),
  reject(/^(?:rootfs|idmap|selinux|apparmor|seccomp|namespace|keyring|autodev|proc\.)/, isolationElsewhere),
  reject(/^(?:console|log|tty|pty|monitor|arch|ephemeral|lsm)/, t('is written by Bulkhead itself')),
];

const unknown: JudgedKey = {
  verdict: 'rejected',
  reason: t('is no key of LXC; see lxc.container.conf(5) for those that there are'),
};

/** `lxc.prlimit.nofile`: what a line with this key does, or the rest of a sentence that begins with the key. */
export function judgeKey(key: string): JudgedKey {
  const part = /^lxc\.([a-z0-9_.-]+)$/i.exec(key)?.[1];
  if (part === undefined) return unknown;
  return rules.find(({ pattern }) => pattern.test(part))?.judged ?? unknown;
}
