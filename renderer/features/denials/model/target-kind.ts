// SPDX-License-Identifier: Apache-2.0
/**
 * What kind of thing a denial was about: an object of another container, the kernel, a device, a process of the host, a
 * file of the host, the network, or something of the container itself. By class, type and categories alone, which no
 * container chooses; each group of denials is of exactly one kind.
 */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { containerTypes, isOfAnotherContainer } from '../../../../contract/model/denials/other-container.ts';
import { t } from '../../../lib/language/t.ts';

/** Lists the kinds in the order of the matrix: what isolation is about comes first. */
export const targetKinds = {
  containers: {
    label: t('Other containers'),
    meaning: t('Objects with the categories or a type of another container.'),
  },
  kernel: {
    label: t('Kernel'),
    meaning: t('Capabilities, SELinux itself, and files of the kernel below /proc and /sys.'),
  },
  devices: { label: t('Devices'), meaning: t('Device files.') },
  processes: {
    label: t('Host processes'),
    meaning: t('Processes of the host: signals, sockets and files that they opened.'),
  },
  files: { label: t('Host files'), meaning: t('All other files and directories.') },
  network: { label: t('Network'), meaning: t('Ports, network interfaces and addresses.') },
  own: { label: t('Own objects'), meaning: t('Processes and files of the same container.') },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly meaning: string }>>;

export type TargetKind = keyof typeof targetKinds;

export const targetKindOrder = Object.keys(targetKinds) as readonly TargetKind[];

type Judged = Pick<DenialGroup, 'sourceType' | 'targetType' | 'class' | 'reason' | 'sample'>;

export function targetKindOf(group: Judged): TargetKind {
  const known = kinds.get(group);
  if (known !== undefined) return known;
  const kind = kindOf(group);
  kinds.set(group, kind);
  return kind;
}

/** A group never changes: each new count is another object. */
const kinds = new WeakMap<Judged, TargetKind>();

const fileClasses = new Set(['file', 'dir', 'lnk_file', 'sock_file', 'fifo_file']);
const deviceClasses = new Set(['chr_file', 'blk_file']);
const processClasses =
  /^(?:process2?|fd|key|sem|msg|msgq|shm|ipc|service|dbus|passwd|unix_(?:stream|dgram)_socket|binder)$/;
const networkClasses = /^(?:node|netif|peer|packet|association|infiniband_\w+|(?!unix_)\w*_socket|socket)$/;
const kernelSockets = /^(?:netlink_\w*|alg|packet|vsock|bluetooth|kcm|key)_?socket$/;
const kernelNames =
  'kernel|security|unlabeled|sysfs|proc|proc_\\w+|sysctl|sysctl_\\w+|debugfs|tracefs|system_map|bpf|pstore|cgroup|' +
  'securityfs|configfs|efivarfs|selinux_config|usermodehelper|kmsg_device';
const kernelTypes = new RegExp(`^(?:${kernelNames})_t$`);

function kindOf(group: Judged): TargetKind {
  const { class: className, sourceType, targetType } = group;
  const isObject = fileClasses.has(className) || deviceClasses.has(className) || processClasses.test(className);
  if (isOfAnotherContainer(group)) return 'containers';
  if (isKernel(group)) return 'kernel';
  if (isObject && (containerTypes.test(targetType) || sourceType === targetType)) return 'own';
  if (deviceClasses.has(className)) return 'devices';
  if (fileClasses.has(className)) return targetType.endsWith('_device_t') ? 'devices' : 'files';
  if (processClasses.test(className)) return 'processes';
  // Classes without a place of their own protect the kernel: filesystem, system, bpf, and what comes later.
  return networkClasses.test(className) ? 'network' : 'kernel';
}

function isKernel({ class: className, targetType }: Judged): boolean {
  if (/^cap/.test(className) || kernelSockets.test(className)) return true;
  return kernelTypes.test(targetType) && !networkClasses.test(className);
}
