// SPDX-License-Identifier: Apache-2.0
/** Judges the containers of a host together: who shares categories shows only among all of them. */

import type { Container } from '../containers/container.ts';
import { findSharers } from './category-sharers.ts';
import { type ContainerFacts, judgeContainer } from './judge-container.ts';

type HostFacts = Omit<ContainerFacts, 'container' | 'sharers'>;

/** Gives the same containers in the same order, each with its verdict. */
export function judgeContainers(containers: readonly Container[], facts: HostFacts): readonly Container[] {
  const judge = judgeAmong(containers, facts);
  return containers.map((container) => ({ ...container, isolation: judge(container) }));
}

/**
 * Gives a function that judges one container at a time. The container need not be one of those that it is judged among.
 */
export function judgeAmong(
  containers: readonly Container[],
  { selinux, audit, now }: HostFacts,
): (container: Container) => Container['isolation'] {
  const sharersOf = findSharers(containers);
  return (container) => judgeContainer({ container, selinux, audit, now, sharers: sharersOf(container) });
}
