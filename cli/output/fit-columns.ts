// SPDX-License-Identifier: Apache-2.0
/** Makes a table fit a terminal: which of its columns stay, and how wide each is. */

/** A column with the width that its longest cell has. */
export interface WideColumn {
  readonly width: number;
  /** The narrowest that its title allows. */
  readonly titleWidth: number;
  readonly isNumber?: boolean;
  /** The order in which columns leave: the highest first, of equals the one on the right. Without one it stays. */
  readonly drop?: number;
  /** Limits how far the column's text is shortened before any column leaves. */
  readonly least?: number;
}

/** Is the width between two columns. */
export const gap = 2;

/** Limits how far any text is shortened when no more columns may leave. */
const leastOfAll = 8;

/** Gives the columns that stay, in their order, with widths that together fit as far as they can. */
export function fitColumns<Column extends WideColumn>(
  columns: readonly Column[],
  width: number,
): readonly (readonly [Column, number])[] {
  let shown = columns;
  while (totalOf(shown.map((column) => leastWidth(column))) > width) {
    const next = nextToLeave(shown);
    if (next === undefined) return shorten(shown, width, leastOfAll);
    shown = shown.filter((column) => column !== next);
  }
  return shorten(shown, width);
}

function nextToLeave<Column extends WideColumn>(columns: readonly Column[]): Column | undefined {
  const order = Math.max(...columns.map(({ drop = 0 }) => drop));
  return order === 0 ? undefined : columns.findLast(({ drop }) => drop === order);
}

/** Takes from the widest as long as they do not fit. */
function shorten<Column extends WideColumn>(
  columns: readonly Column[],
  width: number,
  least?: number,
): readonly (readonly [Column, number])[] {
  const widths = columns.map((column) => column.width);
  for (let excess = totalOf(widths) - width; excess > 0; excess -= 1) {
    const rooms = columns.map((column, index) => (widths[index] ?? 0) - leastWidth(column, least));
    const widest = Math.max(...widths.filter((_, index) => (rooms[index] ?? 0) > 0));
    const place = widths.findLastIndex((one, index) => one === widest && (rooms[index] ?? 0) > 0);
    if (place === -1) break;
    widths[place] = widest - 1;
  }
  return columns.map((column, index) => [column, widths[index] ?? 0] as const);
}

function leastWidth({ width, titleWidth, isNumber = false, ...column }: WideColumn, least?: number): number {
  const wanted = least ?? column.least;
  return isNumber || wanted === undefined ? width : Math.min(width, Math.max(titleWidth, wanted));
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap * (widths.length - 1));
}
