// SPDX-License-Identifier: Apache-2.0
/**
 * The addresses by which a container is listed and found: those that it has now, else the one that it will have. Those of
 * IPv4 come first, in whatever order they were given to it.
 */

import type { Container } from '../model/containers/container.ts';

export function shownAddresses({ addresses, settings }: Pick<Container, 'addresses' | 'settings'>): readonly string[] {
  const fixed = settings?.address ?? null;
  if (addresses.length === 0 && fixed !== null) return [fixed];
  return addresses.toSorted((one, other) => Number(one.includes(':')) - Number(other.includes(':')));
}
