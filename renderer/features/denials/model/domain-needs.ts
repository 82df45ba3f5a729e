// SPDX-License-Identifier: Apache-2.0
/**
 * What the denials of a container say about the domain that it would need: the ports that it wanted to listen on, and
 * the types of ports that it wanted to connect to. Everything else it has to do again while it learns.
 */

import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { targetKindOf } from './target-kind.ts';

export interface DomainNeeds {
  /** Holds the ports as they are typed: `8080, 53/udp`. */
  readonly ports: string;
  readonly connect: readonly string[];
  /** Causes that no choice covers. */
  readonly others: number;
}

const protocols: Readonly<Record<string, string>> = { tcp_socket: '', udp_socket: '/udp' };

/**
 * Gathers what a domain of its own would need by the causes that the container has alone or with others. It leaves out
 * what isolation blocked, since no domain is for that, and takes a port only from a denial of this container itself.
 */
export function domainNeeds(container: string, groups: Iterable<DenialGroup>): DomainNeeds {
  const ports = new Set<string>();
  const connect = new Set<string>();
  let others = 0;
  for (const group of groups) {
    if (!group.containers.includes(container) || targetKindOf(group) === 'containers') continue;
    const { class: className, permissions, targetType, sample } = group;
    const protocol = protocols[className];
    const isOwnSample = sample.container === container;
    if (permissions.includes('name_bind') && protocol !== undefined && sample.port !== null && isOwnSample)
      ports.add(`${sample.port}${protocol}`);
    else if (permissions.includes('name_connect') && className === 'tcp_socket' && targetType.endsWith('_port_t'))
      connect.add(targetType);
    else others += 1;
  }
  return { ports: [...ports].join(', '), connect: [...connect].sort(), others };
}
