// SPDX-License-Identifier: Apache-2.0
/** The numbers of categories as a level names them. */

/** `[5, 7, 8]` for `c5` and `c7.c8`; what is written in another way has none. */
export function categoryNumbers(categories: readonly string[]): readonly number[] {
  return categories.flatMap((category) => {
    const [, from, to = from] = /^c(\d{1,4})(?:\.c(\d{1,4}))?$/.exec(category) ?? [];
    if (from === undefined) return [];
    return Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, offset) => Number(from) + offset);
  });
}
