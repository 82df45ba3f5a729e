// SPDX-License-Identifier: Apache-2.0
/** Lists what other containers of both engines have for themselves: contexts, pairs of categories, and ranges of ids. */

import { randomInt } from 'node:crypto';
import { allConfigurations, containerNames } from '../../../lxc/all-configurations.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { chooseRange, idMappingsOf, type IdRange, rangesOfRoot } from '../../../lxc/id-ranges.ts';
import { pairsOf, type TakenPairs } from '../../../selinux/category-pairs.ts';
import { withPairs } from '../../../selinux/taken-pairs.ts';
import type { Configurations } from '../configurations.ts';
import type { ContainersHost } from '../containers-host.ts';

export interface TakenHost extends Pick<ContainersHost, 'places' | 'incus' | 'readSubids'> {
  readonly configurations: Pick<Configurations, 'linesOf'>;
}

/** Gives the configured contexts of all other containers, by name. */
export function contextsBeside(host: TakenHost, name: string): ReadonlyMap<string, string> {
  const all = new Map([
    ...containerNames(host.places.lxc).map((other) => [other, contextOfLxc(host, other)] as const),
    ...host.incus.contexts(),
  ]);
  all.delete(name);
  all.delete(underAdoption(name));
  return all;
}

export function takenPairs(host: TakenHost): TakenPairs {
  const ofLxc = pairsOf(containerNames(host.places.lxc).map((name) => contextOfLxc(host, name)));
  return withPairs(host.incus.takenPairs(), ofLxc);
}

/**
 * Incus takes ids out of root's range as well, and does not know those of LXC's containers. Here only those of this
 * host are known, which begin with the lowest: a choice among all is hardly ever taken on another member.
 */
export function chooseFreeIds(host: TakenHost): number | undefined {
  const taken = [...idsOfLxc(host), ...host.incus.ownIds()];
  return chooseRange(rangesOfRoot(host.readSubids()), taken, (places) => randomInt(places))?.base;
}

export function idsOfLxc({ places }: Pick<TakenHost, 'places'>): readonly IdRange[] {
  return allConfigurations(places.lxc).flatMap((lines) => idMappingsOf(lines).map((one) => one.host));
}

/** What the context is announced as that one is about to get: its own of before is in the list still. */
export function underAdoption(name: string): string {
  return `${name}@adopted`;
}

function contextOfLxc({ configurations }: TakenHost, name: string): string {
  return valueOf(configurations.linesOf(name), 'lxc.selinux.context') ?? '';
}
