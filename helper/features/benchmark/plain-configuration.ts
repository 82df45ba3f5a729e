// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the configuration of the plain container: namespaces and a cgroup of its own, and none of the layers that
 * Bulkhead adds.
 */

import type { ConfigurationLine } from '../../lxc/configuration-file.ts';

export interface PlainRequest {
  readonly name: string;
  /** Mounted read-only: what is measured writes to `binds` only. */
  readonly root: string;
  readonly binds: readonly (readonly [from: string, to: string, mode: 'ro' | 'rw'])[];
}

/** The init of both containers: it waits, and takes no time from what is measured. */
export const waitingInit: ConfigurationLine = { key: 'lxc.init.cmd', value: '/usr/bin/sleep infinity' };

/** An init that does nothing does not bring up the loopback either: LXC has to. */
export const loopbackUp: ConfigurationLine = { key: 'lxc.net.0.flags', value: 'up' };

export function plainLines({ name, root, binds }: PlainRequest): readonly ConfigurationLine[] {
  return [
    { key: 'lxc.uts.name', value: name },
    { key: 'lxc.rootfs.path', value: `dir:${root}` },
    { key: 'lxc.rootfs.options', value: 'ro' },
    { key: 'lxc.net.0.type', value: 'empty' },
    loopbackUp,
    { key: 'lxc.autodev', value: '1' },
    { key: 'lxc.mount.auto', value: 'proc:mixed sys:mixed' },
    ...binds.map(([from, to, mode]) => ({
      key: 'lxc.mount.entry',
      value: `${from} ${to.slice(1)} none bind,${mode} 0 0`,
    })),
    waitingInit,
  ];
}
