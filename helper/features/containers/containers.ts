// SPDX-License-Identifier: Apache-2.0
/** The containers of the host: lists, watches, and changes them one operation at a time for each container. */

import { randomInt } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';
import { requireCapability } from '../../../contract/rules/require-capability.ts';
import { chooseByName } from '../../engines/engine-of-name.ts';
import { allConfigurations, configuredContexts, containerNames } from '../../lxc/all-configurations.ts';
import { type Claims, createClaims } from '../../lxc/claims.ts';
import type { ConfigurationLine } from '../../lxc/configuration-file.ts';
import { readIncluding } from '../../lxc/included-configuration.ts';
import { createLxcTools } from '../../lxc/lxc-tools.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { pairsOf } from '../../selinux/category-pairs.ts';
import { choosePlainDomain } from '../../selinux/plain-domains.ts';
import { withPairs } from '../../selinux/taken-pairs.ts';
import { createChanges } from './acts/changes.ts';
import { createLifecycle } from './acts/lifecycle.ts';
import { createLxcEngine } from './acts/lxc-engine.ts';
import { createMaking } from './acts/making.ts';
import { type ContainerReading, createContainerReading } from './acts/read-containers.ts';
import { createRoots, type Roots } from './bring-roots.ts';
import { createClusterActs } from './cluster-acts.ts';
import { type Configurations, createConfigurations } from './configurations.ts';
import { createContainerWatch } from './container-watch.ts';
import type { ContainersHost } from './containers-host.ts';
import type { ContainerEngine } from './engine.ts';
import { createIncusEngine, instancesForFeatures } from './incus/incus-engine.ts';
import { createOwnInstances, type OwnInstances } from './incus/own-instances.ts';
import { plainDomainsOfOthers } from './plain-domains.ts';
import type { Containers } from './ports/containers.ts';
import type { ContainerMaking } from './ports/making.ts';
import { recoverContainers } from './recover-containers.ts';
import { createContainerRemoval } from './remove-container.ts';
import { createContainerRename } from './rename-container.ts';
import { createContainerStart } from './start-container.ts';

export interface RecoveringContainers extends Containers {
  /** What creates containers uses it. */
  readonly making: ContainerMaking;
  /** Finishes or undoes what a crashed helper left. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
  /** Gives what mounts the roots that are no longer mounted after a reboot. */
  rootsWith(onTrouble: (name: string, error: unknown) => void): Roots;
}

/** What the functions of the containers share. */
interface Parts {
  readonly host: ContainersHost;
  readonly claims: Claims;
  readonly configurations: Configurations;
  readonly instances: OwnInstances;
  readonly reading: ContainerReading;
  readonly engineOf: (name: string) => ContainerEngine;
}

export function createContainers(host: ContainersHost): RecoveringContainers {
  const { places, incus } = host;
  const tools = createLxcTools(places.lxc);
  const watch = createContainerWatch({ list: listAll, folders: [places.lxc, places.cgroup], periodMs: 2000 });
  const claims = createClaims(() => watch.poke());
  const configurations = createConfigurations(host, () => watch.poke());
  const starts = createContainerStart(host, tools, configurations);
  const removals = createContainerRemoval(host, tools);
  const renames = createContainerRename(host, configurations);
  incus.onChange(() => watch.poke());
  const instances = createOwnInstances({ ...host, configurations, claims, onLabelling: () => watch.poke() });
  const engines = {
    lxc: createLxcEngine({ host, tools, claims, configurations, starts, removals, mustBeOwn }),
    incus: createIncusEngine(instances, incus),
  };
  const engineOf = (name: string): ContainerEngine => chooseByName(name, host, engines);
  const reading = createContainerReading({ ...host, claims, instances, engineOf });
  const { read } = reading;
  const parts: Parts = { host, claims, configurations, instances, reading, engineOf };

  function listAll(): ReturnType<ContainerReading['list']> {
    return reading.list();
  }

  function mustBeOwn(name: string): ReturnType<ContainerReading['mustBeOwn']> {
    return reading.mustBeOwn(name);
  }

  return {
    making: createMaking({ places, incus, claims, configurations, starts, removals, read }),
    cluster: createClusterActs({ claims, instances, settled: incus.settled, read, mustBeOwn }),
    instances: instancesForFeatures(instances, incus),
    ...chosenByEngine(parts),
    ...choicesOf(parts),
    ...listing(parts),
    ...createLifecycle({ claims, reading, engineOf, settled: incus.settled }),
    ...createChanges({ host, claims, configurations, renames, reading, engineOf }),
    claim: claims.claim,
    exclusively: claims.exclusively,
    removeLocked: engines.lxc.remove,
    rootsWith: (onTrouble) => createRoots({ host, configurations, claims, onTrouble }),
    async recover(onTrouble) {
      await recoverContainers({ host, configurations, starts, removals, renames }, onTrouble);
      incus.begin();
      void instances.recover(onTrouble);
    },
    async *watch(signal) {
      await incus.settled(signal);
      yield* watch.changes(signal);
    },
  };
}

type ChosenByEngine = Pick<Containers, 'ofEngine' | 'openRoot' | 'describedDomain' | 'chooseDomain' | 'attachTarget'>;

function chosenByEngine({ host, engineOf }: Parts): ChosenByEngine {
  return {
    ofEngine: (name, each) => chooseByName(name, host, each),
    openRoot: (name, signal) => engineOf(name).openRoot(name, signal),
    describedDomain: (name) => engineOf(name).describedDomain(name),
    chooseDomain: (name, chosen) => engineOf(name).chooseDomain(name, chosen),
    attachTarget: async (name, signal) => engineOf(name).attachTarget(name, signal),
  };
}

type Choices = Pick<
  Containers,
  'mount' | 'described' | 'choose' | 'freePlainDomain' | 'applyChoice' | 'bringVolumes' | 'bringNetwork'
>;

function choicesOf({ host: { places }, configurations }: Parts): Choices {
  const { mount, described, choose, applyChoice, bringVolumes, bringNetwork } = configurations;
  return {
    mount,
    described,
    choose,
    applyChoice,
    bringVolumes,
    bringNetwork,
    freePlainDomain: (name, chosen) =>
      choosePlainDomain({ taken: plainDomainsOfOthers(places, name), chosen }, (n) => randomInt(n)),
  };
}

function listing({
  host: { places, incus },
  reading,
  engineOf,
}: Parts): Pick<Containers, 'list' | 'require' | 'linesOf' | 'contexts' | 'takenPairs'> {
  return {
    async list(signal) {
      await incus.settled(signal);
      return reading.list();
    },
    async require(name, { can, isManaged = false, isStopped = false }) {
      const container = reading.list().find((one) => one.name === name) ?? fail('container-not-found', { name });
      if (!container.isManaged) engineOf(name).checkManaged(name);
      if (isManaged && !container.isManaged) fail('container-not-managed', { name });
      requireCapability(container, can);
      if (isStopped && container.initPid !== null) fail('container-running', { name });
      return container;
    },
    linesOf: (name) =>
      containerNames(places.lxc).includes(name)
        ? readIncluding(containerPlaces(places, name).configuration)
        : (incus.linesOf(name) ?? []),
    contexts: () => new Map([...incus.contexts(), ...configuredContexts(places.lxc)]),
    takenPairs: () => withPairs(incus.takenPairs(), pairsOf(allConfigurations(places.lxc).flatMap(contextsIn))),
  };
}

/** Lists each line of a context, also where a later one replaces it. */
function contextsIn(lines: readonly ConfigurationLine[]): readonly string[] {
  return lines.flatMap(({ key, value }) => (key === 'lxc.selinux.context' ? [value] : []));
}
