// SPDX-License-Identifier: Apache-2.0
/** Opens the root of a container of LXC as the host has it mounted, whether it runs or not. */

import { closeSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import type { Claims } from '../../lxc/claims.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import { openRoot } from '../../selinux/labels/walk-tree.ts';
import type { ContainerRoot } from './ports/roots.ts';

interface LayerRootHost extends Pick<Claims, 'exclusively'> {
  readonly places: HostPlaces;
  readonly mount: (name: string) => Promise<void>;
}

/** The caller closes it, and has no lock of the container. */
export async function openLayerRoot(
  { name, userNamespaceBase: base }: Pick<Container, 'name' | 'userNamespaceBase'>,
  { places, exclusively, mount }: LayerRootHost,
): Promise<ContainerRoot> {
  if (base === null)
    return fail('container-failed', {
      name,
      reason: say('its configuration names no id range; restore it from a copy'),
    });
  const { rootfs } = containerPlaces(places, name);
  // A stopped one has its root mounted too, unless it could not be mounted when the helper started.
  if (!mountPoints().has(rootfs))
    await exclusively(name, { reason: say('its files are being mounted') }, () => mount(name));
  const folder =
    openRoot(rootfs) ?? fail('container-failed', { name, reason: say('its root, {rootfs}, is gone', { rootfs }) });
  return { folder, base, disks: [], close: () => closeSync(folder) };
}
