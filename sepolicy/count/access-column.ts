// SPDX-License-Identifier: Apache-2.0
/**
 * Puts each access of a domain into one column, by its class and by what its target type stands for. Attributes tell
 * that, by the names that the reference policy and Fedora's share.
 */

import type { AccessColumn } from '../../contract/model/policy/domain-count.ts';
import { type LoadedPolicy } from '../loaded-policy.ts';
import { createContainerTypes } from './container-types.ts';

/** What a type stands for. */
type Kind = 'own' | 'container' | 'network' | 'process' | 'device' | 'kernel-file-system' | 'file' | 'unknown';

/** Gives the column of an access of `domain`. */
export function createAccessColumn(
  policy: LoadedPolicy,
  domain: string,
): (className: string, target: string) => AccessColumn {
  const isOfContainers = createContainerTypes(policy);
  const kinds = new Map<string, Kind>();

  function kindOf(type: string): Kind {
    const known = kinds.get(type);
    if (known !== undefined) return known;
    const shared = isOfContainers(type, domain);
    const kind =
      shared ??
      (inKernelFileSystems.has(type) ? 'kernel-file-system' : undefined) ??
      attributeKinds.find(([attribute]) => policy.attributes.get(attribute)?.has(type) === true)?.[1];
    kinds.set(type, kind ?? 'unknown');
    return kind ?? 'unknown';
  }

  return (className, target) =>
    target === domain && isKernelEntry(className) ? 'kernelEntry' : columnOf(className, kindOf(target));
}

/** Names types of files in /sys and in cgroups to which Fedora gives the attribute of files on a disk. */
const inKernelFileSystems: ReadonlySet<string> = new Set(['cpu_online_t', 'cgroup_memory_pressure_t']);

/** The first that has the type counts: a file system's type is often a file's type as well. */
const attributeKinds: readonly (readonly [attribute: string, kind: Kind])[] = [
  ['port_type', 'network'],
  ['node_type', 'network'],
  ['netif_type', 'network'],
  ['packet_type', 'network'],
  ['domain', 'process'],
  ['device_node', 'device'],
  ['filesystem_type', 'kernel-file-system'],
  ['proc_type', 'kernel-file-system'],
  ['sysctl_type', 'kernel-file-system'],
  ['file_type', 'file'],
];

function columnOf(className: string, kind: Kind): AccessColumn {
  if (capabilityClasses.has(className)) return 'capabilities';
  switch (kind) {
    case 'network':
      return 'network';
    case 'own':
      return 'ownTypes';
    case 'container':
      return 'otherContainers';
    case 'process':
      return 'hostProcesses';
    case 'device':
      return 'devices';
    case 'kernel-file-system':
      return 'kernelFileSystems';
    case 'file':
      return 'hostFiles';
    case 'unknown':
      return columnOfClass(className);
  }
}

/** Chooses the column for a type whose attributes say nothing, such as that of an initial security identifier. */
function columnOfClass(className: string): AccessColumn {
  if (isKernelEntry(className)) return 'kernelEntry';
  if (fileClasses.has(className) || className === 'filesystem' || className === 'security') return 'kernelFileSystems';
  return networkClasses.has(className) || className.endsWith('_socket') ? 'network' : 'hostProcesses';
}

const capabilityClasses: ReadonlySet<string> = new Set(['capability', 'capability2', 'cap_userns', 'cap2_userns']);
const fileClasses: ReadonlySet<string> = new Set([
  ...['file', 'dir', 'lnk_file', 'chr_file', 'blk_file', 'sock_file', 'fifo_file'],
]);
const networkClasses: ReadonlySet<string> = new Set(['association', 'netif', 'node', 'packet', 'peer']);

const entryClasses: ReadonlySet<string> = new Set([
  ...['bpf', 'io_uring', 'user_namespace', 'key', 'anon_inode', 'system'],
]);
/** Sockets that every program uses. */
const commonSockets: ReadonlySet<string> = new Set([
  ...['tcp_socket', 'udp_socket', 'icmp_socket', 'unix_stream_socket', 'unix_dgram_socket'],
]);

function isKernelEntry(className: string): boolean {
  return entryClasses.has(className) || (className.endsWith('_socket') && !commonSockets.has(className));
}
