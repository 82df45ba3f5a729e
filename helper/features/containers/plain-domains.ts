// SPDX-License-Identifier: Apache-2.0
/** Which plain domains other containers have. */

import { containerNames } from '../../lxc/all-configurations.ts';
import { readConfiguration, valueOf } from '../../lxc/configuration-file.ts';
import { readDescription } from '../../lxc/description.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { plainDomainOf } from '../../selinux/plain-domains.ts';

/**
 * The numbers of the plain domains that containers but `name` are configured with, or will be at their next start.
 */
export function plainDomainsOfOthers(places: HostPlaces, name: string): ReadonlySet<number> {
  const numbers = containerNames(places.lxc).flatMap((other) => {
    if (other === name) return [];
    const { configuration, description } = containerPlaces(places, other);
    const context = valueOf(readConfiguration(configuration) ?? [], 'lxc.selinux.context') ?? '';
    return [plainDomainOf(context), readDescription(description)?.plainDomain];
  });
  return new Set(numbers.filter((number) => typeof number === 'number'));
}
