// SPDX-License-Identifier: Apache-2.0
/**
 * What an access was about, by name: a path or a port of the record, where it names one for certain. Such a name is
 * text that a container controls.
 */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { t } from '../../../lib/language/t.ts';

type Named = Pick<DenialEvent, 'class' | 'path' | 'name' | 'port' | 'target'>;

const fileClasses: ReadonlySet<string> = new Set([
  'file',
  'dir',
  'lnk_file',
  'sock_file',
  'fifo_file',
  'chr_file',
  'blk_file',
]);
const portLabels: Readonly<Record<string, (port: number) => string>> = {
  tcp_socket: (port) => t('TCP port {port}', { port }),
  udp_socket: (port) => t('UDP port {port}', { port }),
};

/** The path of the object as its container knows it; undefined where the record has none, or only a part of it. */
export function certainPath({ class: className, path, name, target }: Named): string | undefined {
  if (className === null || !fileClasses.has(className)) return undefined;
  if (path?.startsWith('/') === true) return path;
  return name === null || target === null ? undefined : onlyPaths[`${target.type} ${name}`];
}

/** The last part of the object's path, where the record has that alone; undefined for the root of a file system. */
export function nameOf({ class: className, name }: Named): string | undefined {
  if (className === null || !fileClasses.has(className) || name === null || name === '' || name === '/')
    return undefined;
  return name;
}

/** Names the port, as in "TCP port 8080"; undefined where the record has no port. */
export function certainPort({ class: className, port }: Named): string | undefined {
  return className === null || port === null ? undefined : portLabels[className]?.(port);
}

/** Types that the policy gives to one file of the kernel by its place alone: with the name they say where it is. */
const onlyPaths: Readonly<Record<string, string>> = {
  'system_map_t kallsyms': '/proc/kallsyms',
  'proc_kcore_t kcore': '/proc/kcore',
  'proc_kmsg_t kmsg': '/proc/kmsg',
  'proc_mdstat_t mdstat': '/proc/mdstat',
  'debugfs_t debug': '/sys/kernel/debug',
  'tracefs_t tracing': '/sys/kernel/tracing',
};
