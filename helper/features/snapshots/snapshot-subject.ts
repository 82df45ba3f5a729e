// SPDX-License-Identifier: Apache-2.0
/** A container whose files are copied: where they lie, on which image, and whose ids they have. */

import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { readConfiguration } from '../../lxc/configuration-file.ts';
import type { Description } from '../../lxc/description.ts';
import { rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { layerFolders } from '../../lxc/layer.ts';
import { type ContainerPlaces, containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { IdShift } from '../../system/native/user-namespace.ts';
import type { Containers } from '../containers/ports/containers.ts';

export interface Subject {
  readonly name: string;
  readonly own: ContainerPlaces;
  readonly image: string;
  readonly layer: Description['layer'];
  /** First host id of its files. */
  readonly idBase: number;
}

const idCount = 65_536;

/** Fails as `require`, also for one without a layer. */
export async function subjectOf(
  name: string,
  {
    places,
    containers,
  }: { readonly places: HostPlaces; readonly containers: Pick<Containers, 'require' | 'described'> },
): Promise<Subject> {
  await containers.require(name, { can: 'layer', isManaged: true });
  return knownSubject(name, containers.described(name), places);
}

/** One whose description was read. Fails with `container-failed` where its configuration does not say whose ids it has. */
export function knownSubject(name: string, { image, layer }: Description, places: HostPlaces): Subject {
  const own = containerPlaces(places, name);
  const lines = readConfiguration(own.configuration) ?? [];
  const ids = lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : []))[0];
  if (ids === undefined)
    fail('container-failed', { name, reason: say('its configuration names no id range; restore it from a copy') });
  return { name, own, image, layer, idBase: ids.base };
}

/** The folder of the files that it has written. */
export function upperOf({ own, layer }: Subject): string {
  return layerFolders(own, layer).upper;
}

/** Shifts from the ids of files to those of a container that gets copies of them; not where they are the same. */
export function shiftBetween(first: number, base: number): { readonly ids?: IdShift } {
  return first === base ? {} : { ids: { first, base, count: idCount } };
}
