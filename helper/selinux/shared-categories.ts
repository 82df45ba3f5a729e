// SPDX-License-Identifier: Apache-2.0
/**
 * The categories of shared volumes. Each volume has one that is in no pair and that no other volume has. The files have
 * this one alone, and the containers that share the volume have it at the high end of their level, beside their pair;
 * files that they create elsewhere still get their pair, the low end.
 */

import { categoriesOf, lowEndOf } from '../../contract/model/contexts/security-context.ts';
import { categoryNumbers } from './category-numbers.ts';

/** The base module has a type for each, of which new files get that category: policy/selinux/bulkhead-volumes.cil. */
export const firstSharedCategory = 992;
const lastSharedCategory = 1023;

export function sharedTypeOf(category: number): string {
  return `bulkhead_shared_${category}_t`;
}

export function sharedLabelOf(category: number): string {
  return `system_u:object_r:${sharedTypeOf(category)}:s0:c${category}`;
}

/** The lowest that is free; undefined when every one is taken. */
export function chooseSharedCategory(taken: ReadonlySet<number>): number | undefined {
  for (let category = firstSharedCategory; category <= lastSharedCategory; category += 1)
    if (!taken.has(category)) return category;
  return undefined;
}

/**
 * The level of a container's processes: its pair, up to its pair with these. Written as the kernel writes it, so that
 * both can be compared.
 */
export function levelWithShared(level: string, shared: readonly number[]): string {
  const low = lowEndOf(level);
  if (shared.length === 0) return low;
  const all = new Set([...categoryNumbers(categoriesOf(low)), ...shared]);
  return `${low}-${low.split(':')[0] ?? 's0'}:${categoriesText([...all])}`;
}

/** The categories of a level's high end that its low end lacks. */
export function sharedIn(level: string): readonly number[] {
  const [low = '', high = low] = level.split('-');
  const own = new Set(categoryNumbers(categoriesOf(low)));
  return categoryNumbers(categoriesOf(high)).filter((category) => !own.has(category));
}

/** Three or more in a row become a range, as in the kernel's own text. */
function categoriesText(categories: readonly number[]): string {
  const sorted = [...categories].sort((one, other) => one - other);
  const runs: number[][] = [];
  for (const category of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === category - 1) run.push(category);
    else runs.push([category]);
  }
  return runs
    .map((run) =>
      run.length > 2 ? `c${run[0] ?? 0}.c${run.at(-1) ?? 0}` : run.map((category) => `c${category}`).join(','),
    )
    .join(',');
}
