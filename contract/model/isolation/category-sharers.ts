// SPDX-License-Identifier: Apache-2.0
/** Finds containers whose categories do not isolate them: one has all of the other's, or one has none. */

import type { Container } from '../containers/container.ts';

export interface Sharer {
  readonly name: string;
  /** Where the types differ as well, they may still isolate the two. */
  readonly isSameDomain: boolean;
}

/** The sharers of one container; with hundreds nobody reads all their names. */
const maxSharers = 5;

/**
 * Gives the sharers of each of these containers: at most five of the same domain, and at most five others. One without
 * categories shares them with those of its domain only: that it has none says nothing of the others.
 */
export function findSharers(containers: readonly Container[]): (container: Container) => readonly Sharer[] {
  const here = containers.filter((container) => container.context !== null && !isElsewhere(container));
  const holders = new Map<string, Container[]>();
  for (const container of here)
    for (const category of container.categories.length === 0 ? [''] : container.categories) {
      const some = holders.get(category);
      if (some === undefined) holders.set(category, [container]);
      else some.push(container);
    }
  return (container) => {
    if (container.context === null || isElsewhere(container)) return [];
    const own = new Set(container.categories);
    const candidates = own.size === 0 ? [here] : [...own, ''].map((category) => holders.get(category) ?? []);
    return collect(container, own, candidates);
  };
}

function collect(
  { name, domain }: Container,
  own: ReadonlySet<string>,
  candidates: readonly (readonly Container[])[],
): readonly Sharer[] {
  const found = { same: new Set<string>(), other: new Set<string>() };
  for (const some of candidates)
    for (const one of some) {
      if (found.same.size >= maxSharers) break;
      if (one.name === name || !isComparable(own, new Set(one.categories))) continue;
      if (one.domain === domain) found.same.add(one.name);
      else if (own.size > 0 && one.categories.length > 0 && found.other.size < maxSharers) found.other.add(one.name);
    }
  return [
    ...[...found.same].map((same) => ({ name: same, isSameDomain: true })),
    ...[...found.other].map((other) => ({ name: other, isSameDomain: false })),
  ];
}

/** Says whether one set holds the other, so that the kernel's constraint lets one container reach the other. */
function isComparable(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [smaller, larger] = one.size <= other.size ? [one, other] : [other, one];
  return [...smaller].every((category) => larger.has(category));
}

/** Says whether the container runs on another member of a cluster, behind another kernel. */
function isElsewhere({ member, initPid, confinementMode }: Container): boolean {
  return member !== null && initPid === null && confinementMode === 'unknown';
}
