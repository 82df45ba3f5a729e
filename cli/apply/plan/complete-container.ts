// SPDX-License-Identifier: Apache-2.0
/** Describes a container with every field of the file, as it is or as it is to be created. */

import type { Container, Network, ServedPortNumber } from '../../../contract/model/containers/container.ts';
import { defaultLimits, type Limits } from '../../../contract/model/containers/limits.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import { noSettings, type Settings } from '../../../contract/model/containers/settings.ts';
import type { SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import type { NewVolume } from '../../../contract/model/containers/volume.ts';
import type { Choice } from '../../../contract/model/policy/choices.ts';
import type { WantedContainer } from '../file/container-schema.ts';
import { namedSettings } from '../file/setting-fields.ts';

type SettledState = NonNullable<WantedContainer['state']>;

/** Links are of two containers, so they are not here. */
export interface CompleteContainer {
  readonly image: string;
  readonly state: SettledState;
  readonly tags: readonly string[];
  readonly network: Network;
  readonly publish: readonly Publication[];
  readonly limits: Limits;
  readonly volumes: readonly NewVolume[];
  readonly confinement: 'shared' | 'own';
  readonly listen: readonly ServedPortNumber[];
  readonly allow: { readonly choices: readonly Choice[]; readonly connectTypes: readonly string[] };
  readonly settings: Settings;
  readonly snapshots: SnapshotPlan | null;
}

/** Describes a container of which only the image was chosen. */
export function usualContainer(image: string): CompleteContainer {
  return {
    image,
    state: 'stopped',
    tags: [],
    network: { kind: 'nat' },
    publish: [],
    limits: defaultLimits,
    volumes: [],
    confinement: 'shared',
    listen: [],
    allow: { choices: [], connectTypes: [] },
    settings: noSettings,
    snapshots: null,
  };
}

export function presentContainer(container: Container, snapshots: SnapshotPlan | null): CompleteContainer {
  const { network, published, limits, volumes, ports, allow, connectTypes, settings } = container;
  return {
    image: container.image ?? '',
    state: settledState(container.state),
    tags: container.tags,
    network: network ?? { kind: 'nat' },
    publish: published,
    limits,
    volumes: volumes.map(({ source, target, readOnly, category }) => ({
      source,
      target,
      readOnly,
      share: category !== null,
    })),
    // A learning container has a domain of its own, and stops to learn by itself.
    confinement: container.confinement === null || container.confinement === 'shared' ? 'shared' : 'own',
    listen: ports,
    allow: { choices: allow, connectTypes },
    settings: settings ?? noSettings,
    snapshots,
  };
}

/** What the file names of it, and the rest as in `base`. */
export function completedContainer(base: CompleteContainer, wanted: WantedContainer): CompleteContainer {
  const isShared = wanted.confinement === 'shared';
  return {
    image: wanted.image,
    state: wanted.state ?? base.state,
    tags: wanted.tags ?? base.tags,
    network: wanted.network ?? base.network,
    publish: wanted.publish ?? base.publish,
    limits: { ...base.limits, ...wanted.limits },
    volumes: wanted.volumes ?? base.volumes,
    confinement: wanted.confinement ?? base.confinement,
    // The shared domain has neither.
    listen: isShared ? [] : (wanted.listen ?? base.listen),
    allow: isShared ? { choices: [], connectTypes: [] } : (wanted.allow ?? base.allow),
    settings: { ...base.settings, ...namedSettings(wanted) },
    snapshots: wanted.snapshots === undefined ? base.snapshots : wanted.snapshots,
  };
}

/** What it is once it has become what it is becoming. */
function settledState(state: Container['state']): SettledState {
  switch (state) {
    case 'running':
    case 'starting':
    case 'unfrozen':
      return 'running';
    case 'frozen':
    case 'freezing':
      return 'frozen';
    case 'stopped':
    case 'stopping':
    case 'aborting':
      return 'stopped';
  }
}
