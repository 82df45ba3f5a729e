// SPDX-License-Identifier: Apache-2.0
/**
 * What distinguishes the engines beside what they cannot do (`capabilities.ts`): their names, and where they keep
 * things.
 */

import type { Engine } from './engine.ts';

export interface EngineFacts {
  readonly title: string;
  /** Commands by which its containers are changed without Bulkhead. */
  readonly commands: string;
  /** Every host has it, so that lists name only the other ones. */
  readonly isOnEachHost: boolean;
  /** A new container of it gets a place, which is a pool and a member of a cluster. */
  readonly hasPlaces: boolean;
  /** What the original of an adopted container is kept as. */
  readonly original: 'folder' | 'snapshot';
}

const facts: Readonly<Record<Engine, EngineFacts>> = {
  lxc: { title: 'LXC', commands: 'lxc-*', isOnEachHost: true, hasPlaces: false, original: 'folder' },
  incus: { title: 'Incus', commands: 'incus', isOnEachHost: false, hasPlaces: true, original: 'snapshot' },
};

export const engines = Object.keys(facts) as readonly Engine[];

export function factsOf({ engine }: { readonly engine: Engine }): EngineFacts {
  return facts[engine];
}
