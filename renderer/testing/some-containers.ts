// SPDX-License-Identifier: Apache-2.0
/** Containers for tests of single components. */

import type { Container } from '../../contract/model/containers/container.ts';
import { seedContainers } from './fake/containers/fake-containers.ts';
import { judgeFake } from './fake/isolation/fake-verdicts.ts';

const now = 1_795_533_000;
const seeds = judgeFake(seedContainers(now), 'enforcing', now);

/** Gives one of the fake host's containers, changed as a test needs it. */
export function someContainer(name: string, changes: Partial<Container> = {}): Container {
  const container = seeds.find((one) => one.name === name);
  if (container === undefined) throw new Error(`the fake host has no container ${name}`);
  return { ...container, ...changes };
}
