// SPDX-License-Identifier: Apache-2.0
/** The control groups of the host. */

import { relative } from 'node:path';
import type { HostPlaces } from '../../lxc/places.ts';
import { runCgroup } from '../../lxc/runtime.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { readControlGroups } from './read-control-groups.ts';

export interface CgroupsFeature {
  readonly handlers: HandlersOf<OperationsOf<'cgroup'>>;
}

export interface CgroupsFeatureOptions {
  readonly containers: Pick<Containers, 'list'>;
  readonly places: HostPlaces;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createCgroupsFeature({ containers, places, now }: CgroupsFeatureOptions): CgroupsFeature {
  return {
    handlers: {
      async 'cgroup.list'(_params, { signal }) {
        const running = (await containers.list(signal)).filter(({ initPid }) => initPid !== null);
        const pathOf = (name: string): string => `/${relative(places.cgroup, runCgroup(places.cgroup, name))}`;
        const owners = new Map(running.map(({ name }) => [pathOf(name), name]));
        const found = await readControlGroups(places.cgroup, { signal, containerOf: (path) => owners.get(path) });
        return { readAt: now(), ...found };
      },
    },
  };
}
