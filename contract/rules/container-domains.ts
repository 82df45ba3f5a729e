// SPDX-License-Identifier: Apache-2.0
/** The domains that the containers of a host have, and how much each may do, asked about each once. */

import type { Container } from '../model/containers/container.ts';
import type { DomainCount } from '../model/policy/domain-count.ts';

export interface ContainerDomain {
  readonly domain: string;
  /** Names of its containers, at least one, in order. */
  readonly containers: readonly [string, ...string[]];
}

/**
 * Orders the domains by the number of their containers, most first, then by name. Containers without a domain are left
 * out.
 */
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

export interface CountedDomain extends DomainCount {
  /** Is empty for a stock domain. */
  readonly containers: readonly string[];
}

/** `count` gives what one container may do, then the stock domains of the host: these come last, once. */
export async function countDomains(
  domains: readonly ContainerDomain[],
  count: (container: string) => Promise<readonly DomainCount[]>,
): Promise<readonly CountedDomain[]> {
  const own: CountedDomain[] = [];
  const stock = new Map<string, CountedDomain>();
  for (const { containers } of domains) {
    const [first, ...others] = await count(containers[0]);
    if (first !== undefined) own.push({ ...first, containers });
    for (const other of others) stock.set(other.domain, { ...other, containers: [] });
  }
  return [...own, ...stock.values()];
}
