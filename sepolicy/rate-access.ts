/** Rates one access: by what kind of object it opens, whether that is a known secret or leak, and whether it can be changed or only looked at. */

import type { Opening, RiskLevel } from '../contract/model/explanation.ts';
import { holds } from './condition.ts';
import { type Leak, leakOf } from './leaks.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';
import { containerOfPolicyName } from './own-domain/names.ts';

export interface Rating {
  readonly level: RiskLevel;
  /** What its source gains, to follow its name: "could ...". */
  readonly gain: string;
}

/** True when the first level is worse than the second. */
export function worse(one: RiskLevel, other: RiskLevel): boolean {
  return order.indexOf(one) > order.indexOf(other);
}

const order: readonly RiskLevel[] = ['low', 'unknown', 'medium', 'high'];

/** The rating of an access to one type; its target is no attribute. */
export function rateAccess(policy: LoadedPolicy, opening: Opening): Rating {
  const grave = graveGain(policy, opening);
  if (grave !== undefined) return { level: 'high', gain: grave };
  const { source, target, class: className, permissions } = opening;
  if (powers.has(className)) return { level: 'medium', gain: powerGain(opening) };
  if (isOwn(policy, source, target)) return rateOwn(opening);
  if (includesType(policy, 'bulkhead_shared', target)) return { level: 'medium', gain: `could use a volume that containers share (${target})` };
  const isBind = permissions.every((permission) => permission === 'name_bind') && isDomainOfContainer(policy, source);
  if (isBind) return { level: 'low', gain: `could listen in its own network on every port that is ${target}` };
  const [looks, changes] = [permissions.filter((permission) => lookingOnly.has(permission)), permissions.filter((permission) => !lookingOnly.has(permission))];
  const leak = looks.length > 0 && reads(looks) ? leakOf(policy, target) : undefined;
  if (leak?.level === 'high') return { level: 'high', gain: leakGain(leak, target) };
  if (changes.length > 0) return { level: 'medium', gain: `gets ${changes.join(', ')} on ${className} objects of type ${target}` };
  if (leak !== undefined) return { level: 'medium', gain: leakGain(leak, target) };
  if (isEverybodys(policy, opening)) return { level: 'low', gain: `could look at what every process of the host may look at (${target})` };
  return { level: 'unknown', gain: `could look at what is ${target}, and not change it; the policy does not tell what that holds` };
}

function leakGain({ learned, because }: Leak, type: string): string {
  return `could read ${learned} (${type})${because === undefined ? '' : `; ${because}`}`;
}

/** Only the name and the size of an object are no leak of what it holds; the names in a folder are. */
function reads(looks: readonly string[]): boolean {
  return looks.some((permission) => !['getattr', 'search', 'open', 'lock'].includes(permission));
}

/** Undefined when nothing grave is opened. */
function graveGain(policy: LoadedPolicy, { source, target, class: className, permissions }: Opening): string | undefined {
  const has = (...names: readonly string[]): boolean => permissions.some((permission) => names.includes(permission));
  const isSelf = source === target;
  if (className === 'security' || className === 'kernel_service') return 'could change SELinux itself';
  if (className === 'system' && has('module_load', 'module_request', 'reload', 'halt', 'reboot')) return 'could change the running kernel or stop the host';
  if (className === 'system' && has('syslog_read', 'syslog_mod', 'syslog_console')) return "could read or change the kernel's log, with its addresses and what other containers did";
  if ((className === 'capability' && has(...graveCapabilities)) || (className === 'capability2' && has('mac_admin', 'mac_override', 'bpf', 'perfmon', 'syslog'))) {
    return `could break out of any container (${permissions.join(', ')} towards the host)`;
  }
  const door = isSelf ? kernelDoors[className] : undefined;
  if (door !== undefined) return `could use ${door}, where the kernel was broken into before`;
  if (className === 'process' && !isSelf && has('ptrace', 'transition', 'dyntransition')) return `could take over processes of ${target}`;
  if (isSecret(policy, target)) return `could reach what holds secrets or the policy of the system (${target})`;
  if (className === 'blk_file' || includesType(policy, 'fixed_disk_device_t', target) || includesType(policy, 'memory_device_t', target)) return 'could reach raw disks or memory, which are behind the label of every file';
  const owner = ownerOfOther(policy, source, target);
  return owner === undefined ? undefined : `could reach ${owner} (${target})`;
}

/** Whose it is, where it is another container's; undefined else. */
function ownerOfOther(policy: LoadedPolicy, source: string, target: string): string | undefined {
  if (source === target) return undefined;
  const [owner, own] = [containerOfPolicyName(target), containerOfPolicyName(source)];
  if (owner !== undefined && owner !== own) return `what belongs to the container ${owner}`;
  if (isDomainOfContainer(policy, target) && isDomainOfContainer(policy, source)) return 'the domain of another container';
  const isOfShared = includesType(policy, 'bulkhead_content', target) && owner === undefined && target !== memoryOfAll;
  return own !== undefined && isOfShared ? 'the files of the containers in the shared domain' : undefined;
}

/** What every container has in memory; only its categories say whose it is. */
const memoryOfAll = 'bulkhead_tmpfs_t';

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

/** True for the domain of containers, Bulkhead's or another tool's. */
export function isDomainOfContainer(policy: LoadedPolicy, type: string): boolean {
  return ['bulkhead_domain', 'container_domain'].some((attribute) => includesType(policy, attribute, type));
}

/** Itself, and the files of its own container; those of another container were rated before. */
function isOwn(policy: LoadedPolicy, source: string, target: string): boolean {
  return source === target || includesType(policy, 'bulkhead_content', target);
}

function rateOwn({ class: className, permissions }: Opening): Rating {
  if (className === 'process' && permissions.some((permission) => unsafeForProcess.has(permission))) {
    return { level: 'medium', gain: `could run what it wrote itself, or change its own context (${permissions.join(', ')})` };
  }
  if (harmlessClasses.has(className)) return { level: 'low', gain: 'gets at its own things only' };
  return { level: 'unknown', gain: `could use ${className} (${permissions.join(', ')}); the policy does not tell what the kernel does with it` };
}

/** What a right that the policy gives every process opens is no secret of anybody's. */
function isEverybodys(policy: LoadedPolicy, { target, class: className, permissions }: Opening): boolean {
  const granted = new Set(
    (policy.rules.get(className) ?? []).filter((rule) => rule.kind === 'allow' && rule.source === 'domain' && includesType(policy, rule.target, target) && holds(rule.condition, policy.booleans)).flatMap((rule) => rule.permissions),
  );
  return permissions.every((permission) => granted.has(permission));
}

function powerGain({ class: className, permissions }: Opening): string {
  const where = className.endsWith('userns') ? 'within its own user namespace' : 'towards the host';
  return `gets a power of root ${where}: ${permissions.join(', ')}`;
}

const powers: ReadonlySet<string> = new Set(['capability', 'capability2', 'cap_userns', 'cap2_userns']);
const graveCapabilities = ['sys_module', 'sys_rawio', 'sys_admin', 'sys_ptrace', 'sys_boot', 'mac_admin', 'dac_read_search', 'sys_chroot', 'mknod'];

/** Interfaces of the kernel that only SELinux closes to a container, and from which containers were left before. */
const kernelDoors: Readonly<Record<string, string>> = {
  alg_socket: "the kernel's cryptography (AF_ALG)",
  rxrpc_socket: 'AF_RXRPC sockets',
  key_socket: 'AF_KEY sockets',
  netlink_xfrm_socket: "the kernel's IPsec settings (NETLINK_XFRM)",
  vsock_socket: 'AF_VSOCK sockets',
  bpf: 'BPF programs',
  perf_event: 'performance events',
  io_uring: 'io_uring',
  user_namespace: 'user namespaces of its own',
};

const unsafeForProcess: ReadonlySet<string> = new Set(['execmem', 'execstack', 'execheap', 'setcurrent', 'setexec', 'setfscreate', 'setkeycreate', 'setsockcreate', 'dyntransition']);

/** Known to concern nobody else where source and target are the same container's. */
const harmlessClasses: ReadonlySet<string> = new Set([
  'process', 'file', 'dir', 'lnk_file', 'fifo_file', 'sock_file', 'fd', 'key', 'sem', 'msg', 'msgq', 'shm',
  'unix_stream_socket', 'unix_dgram_socket', 'tcp_socket', 'udp_socket', 'icmp_socket', 'netlink_route_socket',
]);

const lookingOnly: ReadonlySet<string> = new Set([
  'read', 'getattr', 'open', 'search', 'ioctl', 'lock', 'map', 'watch', 'watch_reads', 'use', 'getopt', 'getsession', 'getsched', 'getcap', 'getpgid',
  'signull', 'status', 'recv', 'recvfrom', 'ingress', 'nlmsg_read', 'quotaget',
]);
