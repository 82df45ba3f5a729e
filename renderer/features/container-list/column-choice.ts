// SPDX-License-Identifier: Apache-2.0
/** The chosen columns as the text that is remembered: `state,cpu,memory`, in their order. */

import { columns, type ColumnId } from './columns.ts';

/** Stands in the place of a choice that was undone. */
const usual = 'usual';

export function formatColumns(chosen: readonly ColumnId[] | undefined): string {
  return chosen === undefined ? usual : chosen.join(',');
}

/** Reads it back; undefined for the usual ones. Columns that there are not are left out. */
export function parseColumns(text: string | undefined): readonly ColumnId[] | undefined {
  if (text === undefined || text === usual) return undefined;
  return [...new Set(text.split(','))].flatMap((id) => columns.find((column) => column.id === id)?.id ?? []);
}

/** A column comes last when it is added. */
export function toggleColumn(chosen: readonly ColumnId[], id: ColumnId): readonly ColumnId[] {
  return chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
}

/**
 * Moves the column one place towards the first (-1) or the last (1). The columns stay as they are where there is no
 * such place.
 */
export function moveColumn(chosen: readonly ColumnId[], id: ColumnId, by: -1 | 1): readonly ColumnId[] {
  const from = chosen.indexOf(id);
  const to = from + by;
  if (from === -1 || to < 0 || to >= chosen.length) return chosen;
  return chosen.toSpliced(from, 1).toSpliced(to, 0, id);
}
