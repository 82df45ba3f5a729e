// SPDX-License-Identifier: Apache-2.0
/** Incus as an engine of containers, and what the features that are about Incus alone use of it. */

import { failByIncus, failInWordsOfIncus } from '../../../incus/fail-by-incus.ts';
import type { ContainerEngine } from '../engine.ts';
import type { InstancesOfIncus } from '../ports/incus.ts';
import type { IncusContainers } from './incus-containers.ts';
import type { OwnInstances } from './own-instances.ts';

export function createIncusEngine(instances: OwnInstances, incus: Pick<IncusContainers, 'read'>): ContainerEngine {
  const { acts, domains, managed } = instances;
  return {
    start: acts.start,
    stop: acts.stop,
    freeze: acts.freeze,
    unfreeze: acts.unfreeze,
    remove: acts.remove,
    configure: acts.configure,
    read: (name, facts) => incus.read(name, { ...facts, transitionOf: () => undefined }),
    checkManaged: (name) => void managed(name),
    isRunning: ({ name, initPid }) => initPid !== null || instances.isRunning(managed(name)),
    openRoot: instances.openRoot,
    describedDomain: domains.described,
    chooseDomain: (name, chosen) => domains.choose(name, chosen).catch(failInWordsOfIncus(name)),
    attachTarget: instances.attachTarget,
  };
}

/** Gives what other features use of the instances. */
export function instancesForFeatures(
  instances: OwnInstances,
  incus: Pick<IncusContainers, 'client' | 'settled' | 'here'>,
): InstancesOfIncus {
  return {
    client: incus.client,
    settled: incus.settled,
    own: instances.own,
    managed: instances.managed,
    isRunning: instances.isRunning,
    contextOf: instances.acts.contextOf,
    checkLabels: instances.acts.checkLabels,
    here: () => incus.here(),
    checkNew: instances.checkNew,
    adoption: instances.adoption,
    labelFiles: instances.domains.labelFiles,
    confine: (name, ...others) =>
      instances.domains.confine(name, ...others).catch((error: unknown) => failByIncus(name, error)),
  };
}
