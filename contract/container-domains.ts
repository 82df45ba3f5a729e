// SPDX-License-Identifier: Apache-2.0
/** The domains that the containers of a host have, for what is asked about each domain once. */

import type { Container } from './model/containers/container.ts';

export interface ContainerDomain {
  readonly domain: string;
  /** Names of its containers, at least one, in order. */
  readonly containers: readonly [string, ...string[]];
}

/** Those with most containers first, then by name; containers without a domain are left out. */
export function containerDomains(
  containers: readonly Pick<Container, 'name' | 'domain'>[],
): readonly ContainerDomain[] {
  const byDomain = new Map<string, [string, ...string[]]>();
  for (const { name, domain } of containers) {
    if (domain === null) continue;
    const names = byDomain.get(domain);
    if (names === undefined) byDomain.set(domain, [name]);
    else names.push(name);
  }
  return [...byDomain]
    .map(([domain, names]): ContainerDomain => ({ domain, containers: names.sort() }))
    .sort((a, b) => b.containers.length - a.containers.length || (a.domain < b.domain ? -1 : 1));
}
