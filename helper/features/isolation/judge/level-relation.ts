// SPDX-License-Identifier: Apache-2.0
/**
 * How the categories of two containers relate: MCS lets a process reach objects that have no category that it lacks.
 */

import { clearanceOf, holdsCategories } from '../../../../audit/events/category-set.ts';

type LevelRelation = 'apart' | 'same' | 'contains' | 'none';

/**
 * `contains`: `level` holds all of `other`, and more. `none`: `other` has no categories at all. Undefined when a level
 * is not written in numbers.
 */
export function levelRelation(level: string, other: string): LevelRelation | undefined {
  const one = clearanceOf(level);
  // What a file may be read by is its low end; a container's level is single in practice.
  const two = clearanceOf(other.split('-')[0] ?? '');
  if (one === undefined || two === undefined) return undefined;
  if (two.ranges.length === 0) return 'none';
  if (!holdsCategories(one, two)) return 'apart';
  return holdsCategories(two, one) ? 'same' : 'contains';
}
