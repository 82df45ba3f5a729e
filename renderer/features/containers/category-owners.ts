// SPDX-License-Identifier: Apache-2.0
/**
 * Which containers hold which categories: to name the container behind a denial's target, and to find containers that
 * share categories and are therefore not isolated.
 */

import { useMemo } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useContainers } from './containers.ts';

export function useContainerList(): readonly Container[] {
  const byName = useContainers((state) => state.byName);
  return useMemo(() => [...byName.values()], [byName]);
}

const nobody: readonly string[] = [];

/**
 * Names of other containers with exactly the same categories. When there is none, the result is always the same empty
 * list.
 */
export function sharersOf(container: Container, all: readonly Container[]): readonly string[] {
  if (container.categories.length === 0) return nobody;
  const wanted = container.categories.toSorted().join(',');
  const names = all
    .filter((other) => other.name !== container.name && other.categories.toSorted().join(',') === wanted)
    .map((other) => other.name);
  return names.length === 0 ? nobody : names;
}
