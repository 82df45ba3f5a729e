// SPDX-License-Identifier: Apache-2.0
/** Says where Incus has what belongs to an instance on its host. */

import { type IncusInstance, nameOf } from './incus-instances.ts';

const state = '/var/lib/incus';

/** The device that is its root, and where its files are while their volume is mounted; undefined without a root on a pool. */
export function rootOf(instance: IncusInstance): { readonly device: string; readonly path: string } | undefined {
  const root = Object.entries(instance.expanded_devices).find(([, { type, path }]) => type === 'disk' && path === '/');
  const parts = [root?.[1]['pool'] ?? '', nameOf(instance)];
  if (root === undefined || parts.some((part) => !/^[^./\s][^/\s]*$/.test(part))) return undefined;
  return { device: root[0], path: `${state}/storage-pools/${parts.join('/containers/')}/rootfs` };
}

/** The file that Incus writes at each start, unless the instance has no profile. */
export function seccompProfileOf(instance: IncusInstance): string {
  return `${state}/security/seccomp/${nameOf(instance)}`;
}

/** The bridge that its first network device is on; undefined without one. */
export function bridgeOf({ expanded_devices: devices }: IncusInstance): string | undefined {
  const { network, parent } = Object.values(devices).find(({ type }) => type === 'nic') ?? {};
  return network ?? parent;
}
