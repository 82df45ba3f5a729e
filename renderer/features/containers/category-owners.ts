// SPDX-License-Identifier: Apache-2.0
/**
 * Who holds which categories: to name the container behind a denial's target, and to find categories that two containers
 * share.
 */

import { useMemo } from 'react';
import type { Container } from '../../../contract/model/container.ts';
import { useContainers } from './containers.ts';

export function useContainerList(): readonly Container[] {
  const byName = useContainers((state) => state.byName);
  return useMemo(() => [...byName.values()], [byName]);
}

const nobody: readonly string[] = [];

/** Names of other containers with exactly the same categories; where there is none, always the same empty list. */
export function sharersOf(container: Container, all: readonly Container[]): readonly string[] {
  if (container.categories.length === 0) return nobody;
  const wanted = container.categories.toSorted().join(',');
  const names = all
    .filter((other) => other.name !== container.name && other.categories.toSorted().join(',') === wanted)
    .map((other) => other.name);
  return names.length === 0 ? nobody : names;
}
