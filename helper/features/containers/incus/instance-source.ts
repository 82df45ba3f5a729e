// SPDX-License-Identifier: Apache-2.0
/** What a new instance begins with: an image, or the files of another instance. */

import { fail } from '../../../../contract/errors.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';

type Device = Readonly<Record<string, string>>;

export interface InstanceSource {
  /**
   * Says whether it is a copy: its volume, and what is the other's own in its files, have to be changed before its
   * first start.
   */
  readonly isCopy: boolean;
  /** Incus takes it in this form. */
  readonly source: object;
  readonly pool: string;
  /** Describes the device of its root, apart from the label of its volume. */
  readonly root: Device;
  /** The device of the root has this name. */
  readonly rootName: string;
  /** What it would have of the other one besides, and does not get. */
  readonly devices: Readonly<Record<string, Device>>;
}

/** `own` gives an instance of this host that Bulkhead has created, or fails. */
export function sourceOf(
  { name, image, pool, from }: Pick<Params<'cluster.create'>, 'name' | 'image' | 'pool' | 'from'>,
  own: (name: string) => IncusInstance,
): InstanceSource {
  if (from !== undefined && image === undefined && pool === undefined)
    return sourceOfInstance(own(from.container), from.snapshot);
  if (from !== undefined || image === undefined || pool === undefined)
    fail('container-failed', { name, reason: say('it needs an image and a pool, or a container to begin with') });
  const isFingerprint = /^[0-9a-f]{12,64}$/.test(image);
  return {
    isCopy: false,
    pool,
    rootName: 'root',
    root: { type: 'disk', path: '/', pool },
    devices: {},
    source: { type: 'image', ...(isFingerprint ? { fingerprint: image } : { alias: image }) },
  };
}

function sourceOfInstance(
  { name, project, expanded_devices: all }: IncusInstance,
  snapshot: string | undefined,
): InstanceSource {
  const disks = Object.entries(all).filter(([, { type }]) => type === 'disk');
  const [rootName, root] = disks.find(([, { path }]) => path === '/') ?? [];
  if (rootName === undefined || root?.['pool'] === undefined)
    fail('container-failed', { name, reason: say('it has no root on a pool') });
  return {
    isCopy: true,
    source: {
      type: 'copy',
      project,
      instance_only: true,
      source: snapshot === undefined ? name : `${name}/${snapshot}`,
    },
    pool: root['pool'],
    root,
    rootName,
    // A folder of the host, or a volume, is given to one container and not to its copies.
    devices: Object.fromEntries(
      disks.flatMap(([device]) => (device === rootName ? [] : [[device, { type: 'none' }] as const])),
    ),
  };
}
