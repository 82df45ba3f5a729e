// SPDX-License-Identifier: Apache-2.0
/** Reads the containers of all engines, with what work goes on with them and what is judged of them. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Capability } from '../../../../contract/model/engines/capabilities.ts';
import type { SelinuxMode } from '../../../../contract/model/isolation/judge-container.ts';
import { requireCapability } from '../../../../contract/rules/require-capability.ts';
import { failWithout } from '../../../engines/engine-of-name.ts';
import { containerNames } from '../../../lxc/all-configurations.ts';
import type { Claims, Transition } from '../../../lxc/claims.ts';
import { readEnforcement } from '../../../selinux/enforcement.ts';
import { askOnceOfEach, createPermissiveDomains } from '../../../selinux/permissive-domains.ts';
import type { ContainersHost } from '../containers-host.ts';
import type { ContainerEngine, PolicyFacts } from '../engine.ts';
import type { OwnInstances } from '../incus/own-instances.ts';
import type { JudgeAddress } from '../ports/networks.ts';
import { readContainer } from '../read-container.ts';

export interface ReadingHost extends Pick<
  ContainersHost,
  'places' | 'incus' | 'judgeAddresses' | 'kindsUnderWay' | 'verdicts'
> {
  readonly claims: Pick<Claims, 'of' | 'shown'>;
  readonly instances: Pick<OwnInstances, 'labellingOf'>;
  /** Gives the engine of a container. */
  readonly engineOf: (name: string) => ContainerEngine;
}

export interface ContainerReading {
  list(): readonly Container[];
  /** Reads a container of any engine. */
  read(name: string): Container;
  /** Reads one that its engine may act on. */
  mustBeOwn(name: string): Container;
  /** Reads one that its engine may act on, and that runs. */
  mustRun(name: string): Container;
  runs(container: Container): boolean;
}

export function createContainerReading(host: ReadingHost): ContainerReading {
  const { engineOf } = host;
  const isPermissive = createPermissiveDomains();

  function read(name: string): Container {
    const facts = { enforcement: readEnforcement(), isPermissive };
    const container = engineOf(name).read(name, facts) ?? failWithout(name, 'container-not-found', host.incus);
    return host.verdicts?.judgeOne(container, modeOf(facts)) ?? container;
  }

  function mustBeOwn(name: string): Container {
    engineOf(name).checkManaged(name);
    const container = read(name);
    if (!container.isManaged) fail('container-not-managed', { name });
    return container;
  }

  function runs(container: Container): boolean {
    return engineOf(container.name).isRunning(container);
  }

  return {
    list: () => listContainers(host, { enforcement: readEnforcement(), isPermissive: askOnceOfEach(isPermissive) }),
    read,
    mustBeOwn,
    mustRun(name) {
      const container = mustBeOwn(name);
      return runs(container) ? container : fail('container-not-running', { name });
    },
    runs,
  };
}

/** Gives the container back where its engine has the capability. */
export function able(container: Container, capability: Capability): Container {
  requireCapability(container, capability);
  return container;
}

function listContainers(host: ReadingHost, facts: PolicyFacts): readonly Container[] {
  const { places, claims, instances } = host;
  const judgeAddress = host.judgeAddresses?.();
  const shown = claims.shown();
  const inPlace = new Set(shown.map(({ name }) => name));
  const names = containerNames(places.lxc);
  const read = names.flatMap((name) => {
    const work = claims.of(name) ?? shownUnderWay(host.kindsUnderWay?.(name) ?? []);
    if (work.isHidden === true || inPlace.has(name)) return [];
    return readContainer(name, { places, ...facts, transition: work.transition, judgeAddress }) ?? [];
  });
  const others = host.incus
    .list(names, { ...facts, transitionOf: (name) => claims.of(name)?.transition })
    .map((one) => withAddressProblem(withLabelling(one, instances), judgeAddress));
  const all = [...read, ...shown, ...others].sort((one, other) => (one.name < other.name ? -1 : 1));
  return host.verdicts?.judgeAll(all, modeOf(facts)) ?? all;
}

function withLabelling(container: Container, instances: ReadingHost['instances']): Container {
  const labelling = instances.labellingOf(container.name);
  return labelling === undefined ? container : { ...container, labelling };
}

/** Adds why it has no address. The hardware address of an instance of Incus is not known here. */
function withAddressProblem(container: Container, judgeAddress: JudgeAddress | undefined): Container {
  if (container.initPid === null) return container;
  const addressProblem = judgeAddress?.({ ...container, hardwareAddress: undefined, programAddress: undefined });
  return addressProblem === undefined ? container : { ...container, addressProblem };
}

/** Says how a container is shown that is not recovered yet: as it was while the work went on. */
function shownUnderWay(kinds: readonly string[]): { readonly transition?: Transition; readonly isHidden?: boolean } {
  if (kinds.includes('create-container')) return { isHidden: true };
  if (kinds.includes('remove-container')) return { transition: 'stopping' };
  return kinds.includes('start-container') ? { transition: 'starting' } : {};
}

function modeOf({ enforcement }: PolicyFacts): SelinuxMode {
  if (enforcement === undefined) return 'disabled';
  return enforcement.isEnforcing ? 'enforcing' : 'permissive';
}
