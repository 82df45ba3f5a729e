// SPDX-License-Identifier: Apache-2.0
/** Reads the level of a context. Without schemas: what reads a log in a terminal begins sooner without them. */

/** What a new file of such a process gets, and what keeps its own things: `s0:c5,c6` of `s0:c5,c6-s0:c5,c6,c992`. */
export function lowEndOf(level: string): string {
  return level.split('-')[0] ?? '';
}

/**
 * The categories of a level's low end, in the order in which they stand, ranges kept whole:
 * `s0:c5,c6` gives `['c5', 'c6']`, `s0` gives `[]`, `s0-s0:c0.c1023` gives `[]`.
 */
export function categoriesOf(level: string): readonly string[] {
  const [, categories = ''] = lowEndOf(level).split(':');
  return categories === '' ? [] : categories.split(',');
}
