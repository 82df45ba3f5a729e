/** Rates how dangerous it is to allow accesses: by what kind of object they open, and whether it can be changed or only looked at. */

import type { Opening, Risk } from '../contract/model/explanation.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';
import { containerOfPolicyName } from './own-domain/names.ts';

/** The worst of all; `low` when there is none. */
export function riskOf(policy: LoadedPolicy, openings: readonly Opening[]): Risk {
  let worst: Judged = { level: 'low', reason: 'It opens nothing that was closed.', rank: -1 };
  for (const opening of openings) {
    const risk = riskOfOne(policy, opening);
    if (risk.rank > worst.rank) worst = risk;
  }
  return { level: worst.level, reason: worst.reason };
}

/** Among those of one level a higher rank says more. */
interface Judged extends Risk {
  readonly rank: number;
}

/** What is secret by its label now would not be any more, and what is to be secret is not for one click either. */
export function riskOfRelabel(policy: LoadedPolicy, { actual, expected, opens }: { readonly actual: string; readonly expected: string; readonly opens: readonly Opening[] }): Risk {
  const secret = [actual, expected].find((type) => isSecret(policy, type));
  return secret === undefined ? riskOf(policy, opens) : { level: 'high', reason: `${secret} holds secrets or the policy of the system.` };
}

/** Why a remedy of this risk has no one-click way; null when it may have one. */
export function tooDangerous({ level }: Risk): string | null {
  return level === 'high' ? 'it is too dangerous for one click; who really wants it does it by hand' : null;
}

function riskOfOne(policy: LoadedPolicy, opening: Opening): Judged {
  const grave = graveReason(policy, opening);
  if (grave !== undefined) return { level: 'high', reason: grave, rank: 4 };
  const { source, target, class: className, permissions } = opening;
  if (hostCapabilities.has(className)) return { level: 'medium', reason: `It gives ${source} a power of the host's root: ${permissions.join(', ')}.`, rank: 3 };
  const changing = permissions.filter((permission) => !lookingOnly.has(permission));
  if (changing.length > 0 && source !== target && !isContainers(policy, target)) return { level: 'medium', reason: `${source} gets ${changing.join(', ')} on ${className} objects of type ${target}.`, rank: 2 };
  return changing.length > 0 ? { level: 'low', reason: `It concerns ${source} and its own things only.`, rank: 0 } : { level: 'low', reason: `${source} could look at what is ${target}, and not change it.`, rank: 1 };
}

/** Undefined when nothing grave is opened. */
function graveReason(policy: LoadedPolicy, { source, target, class: className, permissions }: Opening): string | undefined {
  const has = (...names: readonly string[]): boolean => permissions.some((permission) => names.includes(permission));
  if (className === 'security' || className === 'kernel_service') return `${source} could change SELinux itself.`;
  if (className === 'system' && has('module_load', 'module_request', 'reload', 'halt', 'reboot')) return `${source} could change the running kernel or stop the host.`;
  if ((className === 'capability' && has(...graveCapabilities)) || (className === 'capability2' && has('mac_admin', 'mac_override', 'bpf'))) {
    return `${permissions.join(', ')} towards the host breaks out of any container.`;
  }
  if (isSecret(policy, target)) return `${target} holds secrets or the policy of the system.`;
  if (className === 'blk_file' || includesType(policy, 'fixed_disk_device_t', target) || includesType(policy, 'memory_device_t', target)) return `Raw disks and memory are behind every file's label.`;
  if (source !== target && isDomainOfContainer(policy, target) && isDomainOfContainer(policy, source)) return `${target} is the domain of another container.`;
  const [owner, other] = [containerOfPolicyName(target), containerOfPolicyName(source)];
  if (owner !== undefined && owner !== other) return `${target} belongs to the container ${owner}.`;
  return undefined;
}

/**
 * Types that the policy itself sets apart: the reference policy leaves them out of `non_security_file_type` and `non_auth_file_type`,
 * Fedora's puts them in `security_file_type`.
 */
export function isSecret(policy: LoadedPolicy, type: string): boolean {
  if (ofSelinux.has(type) || includesType(policy, 'security_file_type', type)) return true;
  if (!includesType(policy, 'file_type', type) || ['bulkhead_content', 'bulkhead_shared'].some((attribute) => includesType(policy, attribute, type))) return false;
  return ['non_security_file_type', 'non_auth_file_type'].some((attribute) => policy.attributes.has(attribute) && !includesType(policy, attribute, type));
}

/** SELinux's own configuration and store; both policies call them so. */
const ofSelinux: ReadonlySet<string> = new Set(['selinux_config_t', 'file_context_t', 'default_context_t', 'policy_config_t', 'semanage_store_t', 'policy_src_t', 'security_t']);

function isDomainOfContainer(policy: LoadedPolicy, type: string): boolean {
  return ['bulkhead_domain', 'container_domain'].some((attribute) => includesType(policy, attribute, type));
}

function isContainers(policy: LoadedPolicy, type: string): boolean {
  return includesType(policy, 'bulkhead_content', type) || isDomainOfContainer(policy, type);
}

const hostCapabilities: ReadonlySet<string> = new Set(['capability', 'capability2']);
const graveCapabilities = ['sys_module', 'sys_rawio', 'sys_admin', 'sys_ptrace', 'sys_boot', 'mac_admin', 'dac_read_search', 'sys_chroot', 'mknod'];
const lookingOnly: ReadonlySet<string> = new Set(['read', 'getattr', 'open', 'search', 'ioctl', 'lock', 'map', 'watch', 'use', 'getopt', 'getsession', 'getsched', 'getcap', 'getpgid', 'signull', 'status', 'recv', 'recvfrom', 'ingress', 'nlmsg_read', 'quotaget']);
