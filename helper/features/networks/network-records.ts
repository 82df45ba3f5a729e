// SPDX-License-Identifier: Apache-2.0
/** What is written about the networks of all containers, read in one turn, so that nothing changes between two looks. */

import type { Description } from '../../lxc/description.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { readDescription } from '../../lxc/description.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';

export interface NetworkRecord extends Pick<Description, 'network' | 'published' | 'links' | 'settings'> {
  readonly name: string;
}

export function readNetworkRecords(places: HostPlaces): readonly NetworkRecord[] {
  return containerNames(places.lxc).flatMap((name) => {
    const description = readDescription(containerPlaces(places, name).description);
    if (description === undefined) return [];
    const { network, published, links, settings } = description;
    return [{ name, network, published, links, settings }];
  });
}
