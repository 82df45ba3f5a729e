// SPDX-License-Identifier: Apache-2.0
/** What a clone of a container is made with. */

import { type Container, networkSchema } from '../model/containers/container.ts';
import { hasLayers } from '../model/engines/has-layers.ts';
import { noSettings } from '../model/containers/settings.ts';
import { limitsSchema } from '../model/containers/limits.ts';
import { type NewContainer, newContainerSchema } from '../operations/containers/creation.ts';

export interface Clone {
  readonly name: string;
  /** Null for the files as they are now. */
  readonly snapshot: string | null;
  readonly start: boolean;
}

/** The choices of one container for another, apart from its volumes; undefined for a container of another tool. */
export function choicesOfClone(
  {
    name: container,
    engine,
    isManaged,
    image,
    limits,
    network,
    confinement,
    ports,
    allow,
    connectTypes,
    tags,
    settings,
  }: Container,
  { name, snapshot, start }: Clone,
): NewContainer | undefined {
  if (!hasLayers({ engine, isManaged }) || image === null || network === null) return undefined;
  return newContainerSchema().parse({
    name,
    image,
    ports,
    allow,
    connectTypes,
    tags,
    start,
    network: networkSchema().parse(network),
    // A host name and an address are its own.
    settings: { ...(settings ?? noSettings), hostname: null, address: null },
    limits: limitsSchema().parse(limits),
    // A learning container has a domain of its own, and the clone does not get what that learns.
    confinement: confinement === 'learning' ? 'own' : (confinement ?? 'shared'),
    files: { container, ...(snapshot !== null && { snapshot }) },
  });
}
