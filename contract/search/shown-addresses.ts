// SPDX-License-Identifier: Apache-2.0
/** The addresses by which a container is listed and found: those that it has now, else the one that it will have. */

import type { Container } from '../model/containers/container.ts';

export function shownAddresses({ addresses, settings }: Pick<Container, 'addresses' | 'settings'>): readonly string[] {
  const fixed = settings?.address ?? null;
  return addresses.length > 0 || fixed === null ? addresses : [fixed];
}
