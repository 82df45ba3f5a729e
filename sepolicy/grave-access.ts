// SPDX-License-Identifier: Apache-2.0
/**
 * What breaks the isolation of containers by itself: powers over the kernel and SELinux, secrets, raw disks, doors of
 * the kernel, and whatever belongs to another container.
 */

import type { Opening } from '../contract/model/denials/explanation.ts';
import { say, type Words } from '../contract/text.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';
import { ownerOfPolicyName, plainNumberOf } from './own-domain/names.ts';

/**
 * What an access gains that nobody is given by one click, to follow the name of its source; undefined when it gains
 * nothing of the kind.
 */
export function graveGain(
  policy: LoadedPolicy,
  { source, target, class: className, permissions }: Opening,
): Words | undefined {
  const has = (...names: readonly string[]): boolean => permissions.some((permission) => names.includes(permission));
  const isSelf = source === target;
  if (className === 'security' || className === 'kernel_service') return say('could change SELinux itself');
  if (className === 'system' && has('module_load', 'module_request', 'reload', 'halt', 'reboot'))
    return say('could change the running kernel or stop the host');
  if (className === 'system' && has('syslog_read', 'syslog_mod', 'syslog_console'))
    return say("could read or change the kernel's log, with its addresses and what other containers did");
  if (
    (className === 'capability' && has(...graveCapabilities)) ||
    (className === 'capability2' && has('mac_admin', 'mac_override', 'bpf', 'perfmon', 'syslog'))
  ) {
    return say('could break out of any container ({permissions} towards the host)', {
      permissions: permissions.join(', '),
    });
  }
  const door = isSelf ? kernelDoors[className] : undefined;
  if (door !== undefined) return say('could use {door}, where the kernel was broken into before', { door });
  if (className === 'process' && !isSelf && has('ptrace', 'transition', 'dyntransition'))
    return say('could take over processes of {target}', { target });
  if (isSecret(policy, target))
    return say('could reach what holds secrets or the policy of the system ({target})', { target });
  if (
    className === 'blk_file' ||
    includesType(policy, 'fixed_disk_device_t', target) ||
    includesType(policy, 'memory_device_t', target)
  )
    return say('could reach raw disks or memory, which are behind the label of every file');
  const owner = ownerOfOther(policy, source, target);
  return owner === undefined ? undefined : say('could reach {owner} ({target})', { owner, target });
}

/** Names the owner of the target, where that is another container; undefined otherwise. */
function ownerOfOther(policy: LoadedPolicy, source: string, target: string): Words | undefined {
  if (source === target) return undefined;
  const [owner, own] = [ownerOfPolicyName(target), ownerOfPolicyName(source)];
  if (owner !== undefined && owner !== own)
    return plainNumberOf(owner) === undefined
      ? say('what belongs to the container {owner}', { owner })
      : say('what belongs to another container');
  if (isDomainOfContainer(policy, target) && isDomainOfContainer(policy, source))
    return say('the domain of another container');
  const isOfShared = includesType(policy, 'bulkhead_content', target) && owner === undefined;
  return own !== undefined && isOfShared ? say('the files of the containers in the shared domain') : undefined;
}

/**
 * Types that the policy itself sets apart: the reference policy leaves them out of `non_security_file_type` and
 * `non_auth_file_type`, Fedora's puts them in `security_file_type`.
 */
export function isSecret(policy: LoadedPolicy, type: string): boolean {
  if (ofSelinux.has(type) || includesType(policy, 'security_file_type', type)) return true;
  if (
    !includesType(policy, 'file_type', type) ||
    ['bulkhead_content', 'bulkhead_shared'].some((attribute) => includesType(policy, attribute, type))
  )
    return false;
  return ['non_security_file_type', 'non_auth_file_type'].some(
    (attribute) => policy.attributes.has(attribute) && !includesType(policy, attribute, type),
  );
}

/** SELinux's own configuration and store; both policies call them so. */
const ofSelinux: ReadonlySet<string> = new Set([
  'selinux_config_t',
  'file_context_t',
  'default_context_t',
  'policy_config_t',
  'semanage_store_t',
  'policy_src_t',
  'security_t',
]);

/** True for the domain of containers, Bulkhead's or another tool's. */
export function isDomainOfContainer(policy: LoadedPolicy, type: string): boolean {
  return ['bulkhead_domain', 'container_domain'].some((attribute) => includesType(policy, attribute, type));
}

const graveCapabilities = [
  'sys_module',
  'sys_rawio',
  'sys_admin',
  'sys_ptrace',
  'sys_boot',
  'mac_admin',
  'dac_read_search',
  'sys_chroot',
  'mknod',
];

/** Interfaces of the kernel that only SELinux closes to a container, and from which containers were left before. */
const kernelDoors: Readonly<Record<string, Words>> = {
  alg_socket: say("the kernel's cryptography (AF_ALG)"),
  rxrpc_socket: say('AF_RXRPC sockets'),
  key_socket: say('AF_KEY sockets'),
  netlink_xfrm_socket: say("the kernel's IPsec settings (NETLINK_XFRM)"),
  vsock_socket: say('AF_VSOCK sockets'),
  bpf: say('BPF programs'),
  perf_event: say('performance events'),
  io_uring: 'io_uring',
  user_namespace: say('user namespaces of its own'),
};
