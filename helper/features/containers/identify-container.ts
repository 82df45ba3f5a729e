// SPDX-License-Identifier: Apache-2.0
/** What stays the same of a container when it is renamed, and is another of a new one of the same name. */

import { statSync } from 'node:fs';
import { containerNameSchema } from '../../../contract/model/names.ts';
import type { IncusInstance } from '../../incus/incus-instances.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';

export interface IdentifyOptions {
  readonly places: Pick<HostPlaces, 'lxc' | 'state'>;
  /** The instance that is listed under a name. */
  readonly findInstance: (name: string) => IncusInstance | undefined;
}

/** Undefined where there is none of this name. Containers of LXC come first, as they do in the list. */
export function identifyContainer(name: string, { places, findInstance }: IdentifyOptions): string | undefined {
  if (!containerNameSchema.safeParse(name).success) return undefined;
  // The number alone may be given to the next folder as soon as this one is gone.
  const folder = statSync(containerPlaces(places, name).folder, { bigint: true, throwIfNoEntry: false });
  if (folder !== undefined) return `lxc ${folder.dev} ${folder.ino} ${folder.birthtimeNs}`;
  const instance = findInstance(name);
  return instance && `incus ${instance.config['volatile.uuid'] ?? instance.created_at}`;
}
