// SPDX-License-Identifier: Apache-2.0
/** The containers of the fake host, whose isolation is judged again with each change of any of them. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { SelinuxMode } from '../../../../contract/model/isolation/judge-container.ts';
import type { ContainerChange } from '../../../../contract/operations/containers/container.ts';
import { type Broadcast, createBroadcast } from '../broadcast.ts';
import { judgeFake } from '../isolation/fake-verdicts.ts';

interface JudgedContainers {
  readonly containers: Map<string, Container>;
  readonly changes: Broadcast<ContainerChange>;
  change(container: Container): void;
  remove(name: string): void;
}

/** Begins with these containers. `now` gives seconds since the epoch. */
export function createJudgedContainers(
  seeds: readonly Container[],
  { selinux, now }: { readonly selinux: SelinuxMode; readonly now: () => number },
): JudgedContainers {
  const begun = judgeFake(
    seeds.map((one) => withoutSelinux(one, selinux)),
    selinux,
    now(),
  );
  const containers = new Map(begun.map((container) => [container.name, container]));
  const changes = createBroadcast<ContainerChange>();

  /** Says what changed: the container of this name, and each that has another verdict by that. */
  function judgeAgain(changed?: string): void {
    for (const container of judgeFake([...containers.values()], selinux, now())) {
      const before = containers.get(container.name)?.isolation;
      const isSame = JSON.stringify(before) === JSON.stringify(container.isolation);
      if (isSame && container.name !== changed) continue;
      containers.set(container.name, container);
      changes.send({ type: 'changed', container });
    }
  }

  return {
    containers,
    changes,
    change(container) {
      containers.set(container.name, container);
      judgeAgain(container.name);
    },
    remove(name) {
      containers.delete(name);
      changes.send({ type: 'removed', name });
      judgeAgain();
    },
  };
}

function withoutSelinux(container: Container, selinux: SelinuxMode): Container {
  if (selinux === 'enforcing') return container;
  if (selinux === 'permissive')
    return { ...container, confinementMode: container.confinementMode === 'unconfined' ? 'unconfined' : 'permissive' };
  return { ...container, confinementMode: 'unconfined', context: null, domain: null, categories: [] };
}
