// SPDX-License-Identifier: Apache-2.0
/** The processes of containers, of any engine, as the host sees them. */

import { relative } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { containerPids } from '../../lxc/container-pids.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import { readRuntime, runCgroup } from '../../lxc/runtime.ts';
import type { HandlersOf } from '../../server/feature.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { readProcesses } from './read-processes.ts';

export interface ProcessesFeature {
  readonly handlers: HandlersOf<'container.processes'>;
}

export interface ProcessesFeatureOptions {
  readonly containers: Pick<Containers, 'list'>;
  readonly places: HostPlaces;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createProcessesFeature({ containers, places, now }: ProcessesFeatureOptions): ProcessesFeature {
  return {
    handlers: {
      async 'container.processes'({ name }, { signal }) {
        const container =
          (await containers.list(signal)).find((one) => one.name === name) ?? fail('container-not-found', { name });
        // A container on another member, or whose cgroup is not known, has no runtime here.
        const runtime = container.initPid === null ? undefined : readRuntime(places.cgroup, name);
        if (runtime === undefined) fail('container-not-running', { name });
        const group = `/${relative(places.cgroup, runCgroup(places.cgroup, name))}`;
        const owner = { group, context: runtime.context, idBase: container.userNamespaceBase };
        const found = await readProcesses(containerPids(places.cgroup, name), owner, { signal });
        return { readAt: now(), ...found };
      },
    },
  };
}
