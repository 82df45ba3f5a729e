// SPDX-License-Identifier: Apache-2.0
/** The tags that at least one of the containers has, in alphabetical order. */

import type { Container } from '../model/containers/container.ts';

export function tagsInUse(containers: readonly Container[]): readonly string[] {
  return [...new Set(containers.flatMap(({ tags }) => tags))].sort();
}
