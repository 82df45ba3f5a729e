// SPDX-License-Identifier: Apache-2.0
/**
 * Counts in how many files somebody has to look for one operation: those that have its name in quotes, tests included. The
 * cases of the conformance suite are divided by what they need, and count as one file.
 */

import type { Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

const conformance = 'testing/conformance/';

/** Gives the median over all operations, and the operations that more files name than that. */
export function measureOperationSpread(sources: readonly SourceText[], operations: readonly string[]): Figure {
  const placesOf = new Map<string, Set<string>>();
  for (const { path, text } of sources) {
    if (!/\.tsx?$/.test(path)) continue;
    const place = path.startsWith(conformance) ? conformance : path;
    for (const [, name = ''] of text.matchAll(/'([a-z-]+\.[a-z-]+)'/g))
      placesOf.set(name, (placesOf.get(name) ?? new Set()).add(place));
  }
  const counts = operations.map((name) => [name, placesOf.get(name)?.size ?? 0] as const);
  const sorted = counts.toSorted(([, one], [, other]) => one - other);
  const [, median = 0] = sorted[Math.floor(sorted.length / 2)] ?? [];
  return {
    name: 'files that name an operation (median)',
    measured: median,
    details: sorted
      .filter(([, count]) => count > median)
      .reverse()
      .map(([name, count]) => `${name} (${count})`),
  };
}
