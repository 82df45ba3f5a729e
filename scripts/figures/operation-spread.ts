// SPDX-License-Identifier: Apache-2.0
/**
 * Counts in how many files somebody has to look for one operation: those that have its name in quotes, tests included.
 */

import type { Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

/** Gives the median over all operations, and the operations that more files name than that. */
export function measureOperationSpread(sources: readonly SourceText[], operations: readonly string[]): Figure {
  const counts = new Map(operations.map((name) => [name, 0]));
  for (const { path, text } of sources) {
    if (!/\.tsx?$/.test(path)) continue;
    const quoted = new Set(Array.from(text.matchAll(/'([a-z-]+\.[a-z-]+)'/g), ([, name = '']) => name));
    for (const name of quoted) if (counts.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, one], [, other]) => one - other);
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
