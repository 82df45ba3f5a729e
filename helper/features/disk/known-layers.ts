// SPDX-License-Identifier: Apache-2.0
/** The layers that project quotas limit, as they are written. */

import { containerNames } from '../../lxc/all-configurations.ts';
import { readDescription } from '../../lxc/description.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { QuotaLayer } from '../../lxc/layer.ts';
import { readNamedVolumes } from '../../lxc/named-volumes.ts';
import { grantOfVolume } from './volume-space.ts';

/** Gives the layers by the names of their grants: those of containers, and those of named volumes. */
export function knownQuotaLayers(places: HostPlaces): ReadonlyMap<string, QuotaLayer> {
  return new Map([
    ...readNamedVolumes(places).flatMap(({ name, layer }) =>
      layer?.backing === 'project-quota' ? [[grantOfVolume(name), layer] as const] : [],
    ),
    ...containerNames(places.lxc).flatMap((name): readonly (readonly [string, QuotaLayer])[] => {
      const layer = readDescription(containerPlaces(places, name).description)?.layer;
      return layer?.backing === 'project-quota' ? [[name, layer]] : [];
    }),
  ]);
}
