// SPDX-License-Identifier: Apache-2.0
/**
 * Rates one access: by what kind of object it opens, whether that is a known secret or leak, and whether it can be
 * changed or only looked at.
 */

import type { Opening, RiskLevel } from '../contract/model/denials/explanation.ts';
import { say, type Words } from '../contract/text.ts';
import { holds } from './condition.ts';
import { type Leak, leakOf } from './leaks.ts';
import { graveGain, isDomainOfContainer } from './grave-access.ts';
import { includesType, type LoadedPolicy, type Rule } from './loaded-policy.ts';

export interface Rating {
  readonly level: RiskLevel;
  /** What its source gains, to follow its name: "could ...". */
  readonly gain: Words;
}

/** True when the first level is worse than the second. */
export function worse(one: RiskLevel, other: RiskLevel): boolean {
  return order.indexOf(one) > order.indexOf(other);
}

const order: readonly RiskLevel[] = ['low', 'unknown', 'medium', 'high'];

/** Rates an access to one type; its target is no attribute. */
export function rateAccess(policy: LoadedPolicy, opening: Opening): Rating {
  const grave = graveGain(policy, opening);
  if (grave !== undefined) return { level: 'high', gain: grave };
  const { source, target, class: className, permissions } = opening;
  if (powers.has(className)) return { level: 'medium', gain: powerGain(opening) };
  if (isOwn(policy, source, target)) return rateOwn(opening);
  if (includesType(policy, 'bulkhead_shared', target))
    return { level: 'medium', gain: say('could use a volume that containers share ({target})', { target }) };
  const isBind = permissions.every((permission) => permission === 'name_bind') && isDomainOfContainer(policy, source);
  if (isBind)
    return { level: 'low', gain: say('could listen in its own network on every port that is {target}', { target }) };
  const [looks, changes] = [
    permissions.filter((permission) => lookingOnly.has(permission)),
    permissions.filter((permission) => !lookingOnly.has(permission)),
  ];
  const leak = looks.length > 0 && reads(looks) ? leakOf(policy, target) : undefined;
  if (leak?.level === 'high') return { level: 'high', gain: leakGain(leak, target) };
  if (changes.length > 0)
    return {
      level: 'medium',
      gain: say('gets {changes} on {className} objects of type {target}', {
        changes: changes.join(', '),
        className,
        target,
      }),
    };
  if (leak !== undefined) return { level: 'medium', gain: leakGain(leak, target) };
  if (isEverybodys(policy, opening))
    return {
      level: 'low',
      gain: say('could look at what every process of the host may look at ({target})', { target }),
    };
  return {
    level: 'unknown',
    gain: say('could look at what is {target}, and not change it; the policy does not say what that holds', { target }),
  };
}

function leakGain({ learned, reason }: Leak, type: string): Words {
  return reason === undefined
    ? say('could read {learned} ({type})', { learned, type })
    : say('could read {learned} ({type}); {reason}', { learned, type, reason });
}

/**
 * Says whether a permission reads what the object holds. Its name and its size are no leak of that; the names in a
 * folder are.
 */
function reads(looks: readonly string[]): boolean {
  return looks.some((permission) => !['getattr', 'search', 'open', 'lock'].includes(permission));
}

/** Itself, and the files and terminals of its own container; those of another container were rated before. */
function isOwn(policy: LoadedPolicy, source: string, target: string): boolean {
  const isOf = (attribute: string): boolean => includesType(policy, attribute, target);
  return (
    source === target ||
    (isDomainOfContainer(policy, source) && (isOf('bulkhead_content') || isOf('bulkhead_terminal')))
  );
}

function rateOwn({ class: className, permissions }: Opening): Rating {
  if (className === 'process' && permissions.some((permission) => unsafeForProcess.has(permission))) {
    return {
      level: 'medium',
      gain: say('could run what it wrote itself, or change its own context ({permissions})', {
        permissions: permissions.join(', '),
      }),
    };
  }
  if (harmlessClasses.has(className)) return { level: 'low', gain: say('accesses only what is its own') };
  return {
    level: 'unknown',
    gain: say('could use {className} ({permissions}); the policy does not say what the kernel does with it', {
      className,
      permissions: permissions.join(', '),
    }),
  };
}

/** What a right that the policy gives every process opens is no secret of anybody's. */
function isEverybodys(policy: LoadedPolicy, { target, class: className, permissions }: Opening): boolean {
  const granted = new Set(
    rulesOfAll(policy, className).flatMap((rule) =>
      includesType(policy, rule.target, target) ? rule.permissions : [],
    ),
  );
  return permissions.every((permission) => granted.has(permission));
}

/**
 * Keeps the rules by policy and class: a right on an attribute asks once for each of its types, and a class has tens of
 * thousands of rules.
 */
const rulesOfDomain = new WeakMap<LoadedPolicy, Map<string, readonly Rule[]>>();

function rulesOfAll(policy: LoadedPolicy, className: string): readonly Rule[] {
  const byClass = rulesOfDomain.get(policy) ?? new Map<string, readonly Rule[]>();
  rulesOfDomain.set(policy, byClass);
  const known = byClass.get(className);
  if (known !== undefined) return known;
  const found = (policy.rules.get(className) ?? []).filter(
    (rule) => rule.kind === 'allow' && rule.source === 'domain' && holds(rule.condition, policy.booleans),
  );
  byClass.set(className, found);
  return found;
}

function powerGain({ class: className, permissions }: Opening): Words {
  const where = className.endsWith('userns') ? say('within its own user namespace') : say('towards the host');
  return say('gets a capability {where}: {permissions}', { where, permissions: permissions.join(', ') });
}

const powers: ReadonlySet<string> = new Set(['capability', 'capability2', 'cap_userns', 'cap2_userns']);
const unsafeForProcess: ReadonlySet<string> = new Set([
  'execmem',
  'execstack',
  'execheap',
  'setcurrent',
  'setexec',
  'setfscreate',
  'setkeycreate',
  'setsockcreate',
  'dyntransition',
]);

/** Names classes that concern nobody else where source and target are the same container's. */
const harmlessClasses: ReadonlySet<string> = new Set([
  'process',
  'file',
  'dir',
  'lnk_file',
  'fifo_file',
  'sock_file',
  // This class is for the container's terminals: it makes no device nodes, and uses none on its own file systems.
  'chr_file',
  'filesystem',
  'fd',
  'key',
  'sem',
  'msg',
  'msgq',
  'shm',
  'unix_stream_socket',
  'unix_dgram_socket',
  'tcp_socket',
  'udp_socket',
  'icmp_socket',
  'netlink_route_socket',
  // Answers which route its own network namespace would take, and changes nothing.
  'netlink_fib_lookup_socket',
]);

const lookingOnly: ReadonlySet<string> = new Set([
  'read',
  'getattr',
  'open',
  'search',
  'ioctl',
  'lock',
  'map',
  'watch',
  'watch_reads',
  'use',
  'getopt',
  'getsession',
  'getsched',
  'getcap',
  'getpgid',
  'signull',
  'status',
  'recv',
  'recvfrom',
  'ingress',
  'nlmsg_read',
  'quotaget',
]);
