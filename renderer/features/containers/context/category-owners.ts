// SPDX-License-Identifier: Apache-2.0
/**
 * Says which containers hold which categories. It names the container behind a denial's target, and finds containers
 * that share categories and are therefore not isolated.
 */

import { useMemo } from 'react';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { useContainers } from '../containers.ts';

export function useContainerList(): readonly Container[] {
  const byName = useContainers((state) => state.byName);
  return useMemo(() => [...byName.values()], [byName]);
}

const nobody: readonly string[] = [];

/** Gives a function that answers as {@link sharersOf} does, for many containers that are compared once for all. */
export function findSharers(all: readonly Container[]): (container: Container) => readonly string[] {
  const byCategories = new Map<string, Container[]>();
  for (const container of all) {
    const key = keyOf(container);
    const same = byCategories.get(key);
    if (same === undefined) byCategories.set(key, [container]);
    else same.push(container);
  }
  const known = new Map<string, readonly string[]>();
  return (container) => {
    const same = byCategories.get(keyOf(container)) ?? [];
    if (container.categories.length === 0 || same.length < 2) return nobody;
    const names = known.get(container.name) ?? same.map(({ name }) => name).filter((name) => name !== container.name);
    known.set(container.name, names);
    return names;
  };
}

function keyOf({ categories }: Container): string {
  return categories.toSorted().join(',');
}

/**
 * Names of other containers with exactly the same categories. When there is none, the result is always the same empty
 * list.
 */
export function sharersOf(container: Container, all: readonly Container[]): readonly string[] {
  return findSharers(all)(container);
}
