// SPDX-License-Identifier: Apache-2.0
/** Finds instances of Incus by the name under which they are listed, and fails for one that may not be acted on. */

import { fail } from '../../../../contract/errors.ts';
import { say } from '../../../../contract/text.ts';
import { type IncusInstance, nameOf, runtimeThere } from '../../../incus/incus-instances.ts';
import type { HostPlaces } from '../../../lxc/places.ts';
import { readRuntime } from '../../../lxc/runtime.ts';
import type { IncusContainers } from './incus-containers.ts';
import { isManagedInstance } from './read-instance.ts';

export interface FindingHost {
  readonly places: Pick<HostPlaces, 'cgroup'>;
  readonly incus: Pick<IncusContainers, 'find' | 'isHere'>;
}

export interface FindInstances {
  /** The instance that is listed under this name, if it is one of Bulkhead's, on any member. Fails where it is not. */
  managed(name: string): IncusInstance;
  /** Gives the one of Bulkhead's if it is on this host: what reaches into one needs its kernel. */
  own(name: string): IncusInstance;
  /** Gives the instance if it is on this host, also one that others created. */
  here(name: string): IncusInstance;
  /** Asks the kernel where it is on this host, else Incus; undefined where it does not run. */
  runtimeOf(instance: IncusInstance): { readonly isFrozen: boolean } | undefined;
}

export function createFindInstances({ places, incus }: FindingHost): FindInstances {
  function find(name: string): IncusInstance {
    return incus.find(name) ?? fail('container-not-found', { name });
  }

  function managed(name: string): IncusInstance {
    const instance = find(name);
    return isManagedInstance(instance) ? instance : fail('container-of-incus', { name });
  }

  function here(name: string): IncusInstance {
    const instance = find(name);
    if (!incus.isHere(instance))
      fail('container-failed', {
        name,
        reason: say('it is on the member {member} of its cluster; connect to the helper of that host', {
          member: instance.location,
        }),
      });
    return instance;
  }

  return {
    managed,
    here,
    own(name) {
      managed(name);
      return here(name);
    },
    runtimeOf: (instance) =>
      incus.isHere(instance) ? readRuntime(places.cgroup, nameOf(instance)) : runtimeThere(instance),
  };
}
