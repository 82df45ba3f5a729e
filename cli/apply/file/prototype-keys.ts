// SPDX-License-Identifier: Apache-2.0
/**
 * Finds keys `__proto__` of a document: a schema would pass over them, and what a person wrote would not be applied.
 */

import type { FieldIssue } from './file-problems.ts';

const key = '__proto__';

/** What an alias repeats is looked at once. */
export function prototypeKeys(value: unknown, path: FieldIssue['path'] = [], seen = new Set<object>()): FieldIssue[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const own = Object.hasOwn(value, key) ? [{ path, key, problem: `nothing can have the name ${key}` }] : [];
  const below = Object.entries(value).filter(([name]) => name !== key);
  return [
    ...own,
    ...below.flatMap(([name, one]) => prototypeKeys(one, [...path, Array.isArray(value) ? Number(name) : name], seen)),
  ];
}
