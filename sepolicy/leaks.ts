// SPDX-License-Identifier: Apache-2.0
/**
 * What is given away when objects of a type are read: a declared list, by attribute where both policies have one, and
 * by name else.
 */

import { type Phrase, say } from '../contract/text.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';

export interface Leak {
  /** `high` breaks isolation by itself; `medium` tells something of the host that helps to attack it. */
  readonly level: 'medium' | 'high';
  /** What can be read, to follow "could read". */
  readonly learned: Phrase;
  /** Why that matters, where it does not go without saying. */
  readonly reason?: Phrase;
}

/**
 * What reading objects of this type gives away; undefined when the list does not have it, which does not mean that it
 * gives away nothing.
 */
export function leakOf(policy: LoadedPolicy, type: string): Leak | undefined {
  const byName = Object.hasOwn(types, type) ? types[type] : undefined;
  return (
    byName ??
    attributes.find(([attribute]) => includesType(policy, attribute, type))?.[1] ??
    patterns.find(([pattern]) => pattern.test(type))?.[1]
  );
}

const kernelAddresses: Leak = {
  level: 'high',
  learned: say('kernel symbol addresses'),
  reason: say('they help to attack the kernel, which all containers share'),
};
const kernelMemory: Leak = {
  level: 'high',
  learned: say('the memory of the kernel'),
  reason: say('it holds every secret of the host'),
};
const kernelInternals: Leak = { level: 'high', learned: say('the internals of the kernel and its drivers') };
const kernelTraces: Leak = { level: 'high', learned: say('what every program of the host does') };
const kernelLog: Leak = {
  level: 'high',
  learned: say("the kernel's log"),
  reason: say('it holds addresses of the kernel and what other containers did'),
};
const kernelSettings: Leak = {
  level: 'medium',
  learned: say('settings of the kernel'),
  reason: say('they say how it can be attacked'),
};
const selinux: Leak = { level: 'high', learned: say('what the policy of the host allows') };
const keys: Leak = { level: 'high', learned: say('keys or passwords') };
const homes: Leak = { level: 'high', learned: say("files of the host's users") };
const users: Leak = { level: 'medium', learned: say("the names of the host's users") };
const logs: Leak = {
  level: 'medium',
  learned: say("logs of the host's services"),
  reason: say('they hold names, addresses and what others do'),
};
const network: Leak = { level: 'medium', learned: say("the host's names and name servers") };
const hardware: Leak = { level: 'medium', learned: say('which hardware and drivers the host has') };
const input: Leak = { level: 'high', learned: say('what is typed on the host') };
const devices: Leak = { level: 'medium', learned: say('from a device of the host') };
const processes: Leak = { level: 'medium', learned: say("what the host's processes are and do") };
const temporary: Leak = { level: 'medium', learned: say('temporary files and state of other services') };
const data: Leak = { level: 'medium', learned: say('data of a service of the host') };

const types: Readonly<Record<string, Leak>> = {
  system_map_t: kernelAddresses,
  proc_kcore_t: kernelMemory,
  memory_device_t: kernelMemory,
  kmsg_device_t: kernelLog,
  proc_kmsg_t: kernelLog,
  debugfs_t: kernelInternals,
  tracefs_t: kernelTraces,
  bpf_t: kernelInternals,
  pstore_t: kernelLog,
  sysctl_kernel_t: kernelSettings,
  sysctl_vm_t: kernelSettings,
  sysctl_fs_t: kernelSettings,
  sysctl_t: kernelSettings,
  proc_security_t: kernelSettings,
  security_t: selinux,
  sysfs_t: hardware,
  proc_mdstat_t: hardware,
  mtrr_device_t: hardware,
  event_device_t: input,
  mouse_device_t: input,
  tty_device_t: input,
  user_tty_device_t: input,
  console_device_t: input,
  home_root_t: users,
  net_conf_t: network,
};

/** The first that has the type counts. */
const attributes: readonly (readonly [attribute: string, leak: Leak])[] = [
  ['home_type', homes],
  ['user_home_type', homes],
  ['user_home_content_type', homes],
  ['logfile', logs],
  ['domain', processes],
  ['device_node', devices],
  ['sysctl_type', kernelSettings],
  ['tmpfile', temporary],
  ['tmpfsfile', temporary],
  ['pidfile', temporary],
  ['spoolfile', data],
];

/**
 * Names that both policies give such types; the words stand between underscores, so that passwd_exec_t alone needs an
 * exception.
 */
const patterns: readonly (readonly [pattern: RegExp, leak: Leak])[] = [
  [
    /^(?!.*_exec_t$)(?:.*_)?(?:key|keys|keytab|privkey|private|secret|secrets|shadow|passwd|password|credentials?)(?:_.*)?_t$/,
    keys,
  ],
  [/_home(?:_dir|_rw)?_t$/, homes],
  [/(?:^|_)log_t$/, logs],
  [/_db_t$/, data],
];
