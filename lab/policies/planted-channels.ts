// SPDX-License-Identifier: Apache-2.0
/** Changes of a policy, each of which opens a channel that a proof has to find. For tests only. */

import type { LoadedPolicy, Rule } from '../../sepolicy/loaded-policy.ts';
import type { ProvenPair } from '../../sepolicy/prove/prove.ts';

export interface Planted {
  readonly name: string;
  readonly policy: LoadedPolicy;
  readonly pair: ProvenPair;
  /**
   * Of the object by which the channel passes, as `type:class`; empty where a domain is denied nothing, and undefined
   * where there are too many.
   */
  readonly object: string | undefined;
  /** That would open it, where it is closed now. */
  readonly boolean?: string;
}

const [one, other, shared] = ['bulkhead_p_1_t', 'bulkhead_p_2_t', 'bulkhead_t'];
const ownPair: ProvenPair = { from: one, to: other, areDisjoint: true };
const sharedPair: ProvenPair = { from: shared, to: shared, areDisjoint: true };

type RuleParts = readonly [source: string, target: string, className: string, permissions: string];

/** What a domain of its own may not do to what another one has. */
const toAnotherContainer: readonly RuleParts[] = [
  [one, 'bulkhead_p_2_file_t', 'file', 'write'],
  [one, 'bulkhead_p_2_file_t', 'file', 'append'],
  [one, 'bulkhead_p_2_file_t', 'file', 'setattr'],
  [one, 'bulkhead_p_2_file_t', 'dir', 'add_name'],
  [one, 'bulkhead_p_2_file_t', 'dir', 'remove_name'],
  [one, 'bulkhead_p_2_file_t', 'lnk_file', 'create'],
  [one, 'bulkhead_p_2_file_t', 'fifo_file', 'write'],
  [one, 'bulkhead_p_2_file_t', 'sock_file', 'write'],
  [one, 'bulkhead_p_2_volume_t', 'file', 'write'],
  [one, 'bulkhead_p_2_volume_t', 'dir', 'add_name'],
  [one, 'bulkhead_p_2_readonly_t', 'file', 'write'],
  [one, 'bulkhead_p_2_tmpfs_t', 'file', 'write'],
  [one, 'bulkhead_p_2_tmpfs_t', 'dir', 'add_name'],
  [one, 'bulkhead_p_2_terminal_t', 'chr_file', 'write'],
  [one, 'bulkhead_p_2_t', 'process', 'ptrace'],
  [one, 'bulkhead_p_2_t', 'process', 'signal'],
  [one, 'bulkhead_p_2_t', 'process', 'transition'],
  [one, 'bulkhead_p_2_t', 'unix_stream_socket', 'connectto'],
  [one, 'bulkhead_p_2_t', 'unix_dgram_socket', 'sendto'],
  [one, 'bulkhead_p_2_t', 'fifo_file', 'write'],
  [one, 'bulkhead_p_2_t', 'shm', 'write'],
  [one, 'bulkhead_p_2_t', 'sem', 'unix_write'],
  [one, 'bulkhead_p_2_t', 'msgq', 'enqueue'],
];
/** The same the other way: a container reads what another one has. */
const fromAnotherContainer: readonly RuleParts[] = [
  [other, 'bulkhead_p_1_file_t', 'file', 'read'],
  [other, 'bulkhead_p_1_file_t', 'dir', 'read'],
  [other, 'bulkhead_p_1_volume_t', 'file', 'read'],
  [other, 'bulkhead_p_1_tmpfs_t', 'file', 'execute'],
  [other, 'bulkhead_p_1_terminal_t', 'chr_file', 'read'],
];
/** Files and devices of the host, which containers may then all write and read. */
const overTheHost: readonly RuleParts[] = [
  ...[
    'var_log_t',
    'tmp_t',
    'var_lib_t',
    'shadow_t',
    'etc_runtime_t',
    'home_root_t',
    'boot_t',
    'usr_t',
    'modules_object_t',
  ].map((target): RuleParts => ['bulkhead_domain', target, 'file', 'read write']),
  ...['sysctl_kernel_t', 'sysctl_fs_t', 'sysctl_vm_t', 'proc_t', 'sysfs_t'].map((target): RuleParts => [
    'bulkhead_domain',
    target,
    'file',
    'write',
  ]),
  ['bulkhead_domain', 'fixed_disk_device_t', 'blk_file', 'read write'],
  ['bulkhead_domain', 'memory_device_t', 'chr_file', 'read write'],
  ['bulkhead_domain', 'tmp_t', 'dir', 'read add_name'],
  ['bulkhead_domain', 'kernel_t', 'system', 'syslog_read syslog_mod'],
];
/** Services of the host that write what containers read. */
const fromTheHost: readonly RuleParts[] = [
  ['snmpd_t', 'bulkhead_p_2_file_t', 'file', 'write'],
  ['sshd_t', 'bulkhead_p_2_file_t', 'file', 'append'],
  ['ntpd_t', 'bulkhead_p_2_volume_t', 'dir', 'add_name'],
  ['syslogd_t', 'bulkhead_p_2_tmpfs_t', 'file', 'write'],
  ['cupsd_t', 'bulkhead_p_2_t', 'process', 'ptrace'],
  ['named_t', 'bulkhead_p_2_t', 'unix_stream_socket', 'connectto'],
  ['dhcpd_t', 'bulkhead_p_2_terminal_t', 'chr_file', 'write'],
  ['squid_t', 'bulkhead_p_2_file_t', 'fifo_file', 'write'],
  ['dovecot_t', 'bulkhead_p_2_file_t', 'dir', 'remove_name'],
  ['privoxy_t', 'bulkhead_p_2_t', 'process', 'transition'],
  ['rpcbind_t', 'bulkhead_p_2_t', 'unix_dgram_socket', 'sendto'],
  ['postgresql_t', 'bulkhead_p_2_readonly_t', 'file', 'write'],
  ['httpd_t', 'bulkhead_content', 'file', 'write'],
];
/** Classes of which constraints alone isolate containers of the shared domain. */
const constrained: readonly (readonly [target: string, className: string])[] = [
  ...['file', 'dir', 'lnk_file', 'fifo_file', 'sock_file'].map((name) => ['bulkhead_file_t', name] as const),
  ...['process', 'unix_stream_socket', 'unix_dgram_socket', 'sem', 'shm', 'msgq', 'key', 'tcp_socket', 'udp_socket'].map(
    (name) => [shared, name] as const,
  ),
];

/** One hundred of them, each in one place. */
export function plantedChannels(policy: LoadedPolicy): readonly Planted[] {
  const pairOf = ([source]: RuleParts): ProvenPair => (source === 'bulkhead_domain' ? sharedPair : ownPair);
  const rules = [...toAnotherContainer, ...fromAnotherContainer, ...overTheHost, ...fromTheHost];
  return [
    ...rules.map((parts) => ({
      name: `a rule: ${parts.join(' ')}`,
      policy: withRule(policy, ruleOf(parts)),
      pair: pairOf(parts),
      object: objectOf(parts),
    })),
    ...[...toAnotherContainer.slice(0, 12), ...fromAnotherContainer].map((parts, place) => {
      const isOn = place % 2 === 0;
      return {
        name: `a rule below a boolean that is ${isOn ? 'on' : 'off'}: ${parts.join(' ')}`,
        policy: withRule(withBoolean(policy, isOn), {
          ...ruleOf(parts),
          condition: { expression: ['planted'], when: true },
        }),
        pair: pairOf(parts),
        object: objectOf(parts),
        ...(!isOn && { boolean: 'planted' }),
      };
    }),
    ...constrained.map(([target, className]) => ({
      name: `no constraint of the class ${className}`,
      policy: withoutConstraints(policy, className),
      pair: sharedPair,
      object: `${target}:${className}`,
    })),
    ...relabelled(policy),
    ...joined(policy),
    ...[one, shared].map((domain) => ({
      name: `${domain} is permissive`,
      policy: { ...policy, permissiveTypes: new Set([...policy.permissiveTypes, domain]) },
      pair: domain === shared ? sharedPair : ownPair,
      object: '',
    })),
  ];
}

/** Rules that name another type than before, as when a file has the label of another container. */
function relabelled(policy: LoadedPolicy): readonly Planted[] {
  return ['file', 'dir', 'lnk_file', 'fifo_file', 'sock_file'].map((className) => ({
    name: `rules about ${className} of one container name the type of another`,
    policy: {
      ...policy,
      rules: new Map(policy.rules).set(
        className,
        (policy.rules.get(className) ?? []).map((rule) =>
          rule.source === one && rule.target === 'bulkhead_p_1_file_t'
            ? { ...rule, target: 'bulkhead_p_2_file_t' }
            : rule,
        ),
      ),
    },
    pair: ownPair,
    object: `bulkhead_p_2_file_t:${className}`,
  }));
}

/** Members that an attribute did not have, of the one that lets a domain do anything to files. */
function joined(policy: LoadedPolicy): readonly Planted[] {
  const attribute = 'files_unconfined_type';
  return [one, other, shared].map((type) => ({
    name: `${type} has the attribute ${attribute}`,
    policy: {
      ...policy,
      attributes: new Map(policy.attributes).set(
        attribute,
        new Set([...(policy.attributes.get(attribute) ?? []), type]),
      ),
    },
    pair: type === shared ? sharedPair : ownPair,
    object: undefined,
  }));
}

function ruleOf([source, target, className, permissions]: RuleParts): Rule {
  return { kind: 'allow', source, target, class: className, permissions: permissions.split(' '), condition: undefined };
}

function objectOf([, target, className]: RuleParts): string {
  return `${target === 'bulkhead_content' ? 'bulkhead_p_2_file_t' : target}:${className}`;
}

function withRule(policy: LoadedPolicy, rule: Rule): LoadedPolicy {
  return {
    ...policy,
    rules: new Map(policy.rules).set(rule.class, [...(policy.rules.get(rule.class) ?? []), rule]),
    conditionalRules: rule.condition === undefined ? policy.conditionalRules : [...policy.conditionalRules, rule],
  };
}

function withBoolean(policy: LoadedPolicy, value: boolean): LoadedPolicy {
  return { ...policy, booleans: new Map(policy.booleans).set('planted', value) };
}

function withoutConstraints(policy: LoadedPolicy, className: string): LoadedPolicy {
  const constraints = new Map(policy.constraints);
  constraints.delete(className);
  return { ...policy, constraints };
}
