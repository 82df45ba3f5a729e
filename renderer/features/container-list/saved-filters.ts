// SPDX-License-Identifier: Apache-2.0
/** Filters that were kept under a name, as the window remembers them. */

import * as z from 'zod';

const maxSavedFilters = 50;

const savedFilterSchema = z.strictObject({ name: z.string().min(1).max(60), filter: z.string().min(1).max(500) });
export type SavedFilter = z.infer<typeof savedFilterSchema>;

export function formatFilters(filters: readonly SavedFilter[]): string {
  return JSON.stringify(filters);
}

/** Reads them back; what cannot be read is none. */
export function parseFilters(text: string | undefined): readonly SavedFilter[] {
  try {
    const parsed = z
      .array(savedFilterSchema)
      .max(maxSavedFilters)
      .safeParse(JSON.parse(text ?? '[]'));
    return parsed.data ?? [];
  } catch {
    return [];
  }
}

/** Keeps one, in place of another with its name. The oldest go when there are too many. */
export function withFilter(filters: readonly SavedFilter[], added: SavedFilter): readonly SavedFilter[] {
  return [...filters.filter(({ name }) => name !== added.name), added].slice(-maxSavedFilters);
}

/** Gives one another name, at its place; another one of that name goes. */
export function withNewName(
  filters: readonly SavedFilter[],
  renamed: SavedFilter,
  name: string,
): readonly SavedFilter[] {
  return filters
    .filter((one) => one === renamed || one.name !== name)
    .map((one) => (one === renamed ? { ...one, name } : one));
}
