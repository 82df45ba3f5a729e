// SPDX-License-Identifier: Apache-2.0
/**
 * The LXC configuration of a container as Bulkhead writes it: user namespace, context, capabilities, seccomp, limits,
 * network.
 */

import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { Network } from '../../../contract/model/containers/container.ts';
import type { Settings } from '../../../contract/model/containers/settings.ts';
import { boundLines } from '../../cgroup/cgroup-bounds.ts';
import { type CgroupLimits, limitLines } from '../../cgroup/limits.ts';
import { type LinePlaces, placeLines } from '../../lxc/place-lines.ts';
import type { IdRange } from '../../lxc/id-ranges.ts';
import { withNamespaceGuard } from '../../lxc/network/namespace-guard.ts';
import { withPortGuard } from '../../lxc/network/port-guard.ts';
import type { ConfigurationLine } from '../../lxc/configuration-file.ts';
import { networkLines } from '../../lxc/network/network-lines.ts';
import { addedLines, hostnameLine, variableLines } from '../../lxc/setting-lines.ts';
import { devLabelHook, devLabelKey, memoryLines } from '../../lxc/dev-label.ts';

export interface ContainerConfiguration {
  readonly name: string;
  readonly rootfs: string;
  readonly places: LinePlaces;
  readonly context: SecurityContext;
  /** Says whether new files get the level of their folder: what it has in memory is mounted and labelled for it. */
  readonly labelsMemory: boolean;
  readonly ids: IdRange;
  readonly limits: CgroupLimits;
  /** Lines for limits of reading and writing. */
  readonly io: readonly ConfigurationLine[];
  readonly network: Network;
  readonly settings: Settings;
  /** Bridges of networks that Bulkhead sets up. */
  readonly ownBridges: ReadonlySet<string>;
  /** It may make network namespaces of its own. */
  readonly isNested: boolean;
  /** Six bytes as `10:66:6a:xx:xx:xx`. */
  readonly hardwareAddress: string;
}

/**
 * Capabilities that have no use inside. They are dropped although the user namespace already confines all of them: a
 * second layer where the first one has a hole.
 */
const droppedCapabilities =
  'mac_admin mac_override sys_time sys_module sys_rawio syslog wake_alarm block_suspend audit_control';

export function configurationLines(container: ContainerConfiguration): readonly ConfigurationLine[] {
  const { name, rootfs, context, labelsMemory, ids, limits, io, network, settings } = container;
  const { ownBridges } = container;
  const lines: readonly ConfigurationLine[] = [
    hostnameLine(name, settings),
    { key: 'lxc.rootfs.path', value: `dir:${rootfs}` },
    { key: 'lxc.selinux.context', value: formatSecurityContext(context) },
    { key: 'lxc.idmap', value: `u 0 ${ids.base} ${ids.count}` },
    { key: 'lxc.idmap', value: `g 0 ${ids.base} ${ids.count}` },
    { key: 'lxc.cap.drop', value: droppedCapabilities },
    { key: 'lxc.seccomp.profile', value: '/usr/share/lxc/config/common.seccomp' },
    { key: 'lxc.autodev', value: '1' },
    // The tmpfs on /dev would carry the type of the process that mounts it. A context= on the mount does not work: LXC
    // splits options at the comma between the categories.
    { key: 'lxc.hook.version', value: '1' },
    { key: devLabelKey, value: devLabelHook(context, { labelsMemory }) },
    ...(labelsMemory ? memoryLines() : []),
    // The kernel has one number for all containers (table-floors.ts).
    { key: 'lxc.pty.max', value: '512' },
    { key: 'lxc.tty.max', value: '0' },
    ...placeLines(container.places),
    { key: 'lxc.mount.auto', value: 'proc:mixed sys:mixed cgroup:rw:force' },
    ...boundLines(),
    ...limitLines(limits),
    ...io,
    ...variableLines(settings),
    ...withPortGuard(networkLines(name, network, container.hardwareAddress), ownBridges),
    ...addedLines(settings),
  ];
  return withNamespaceGuard(lines, container);
}
