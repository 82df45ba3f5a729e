// SPDX-License-Identifier: Apache-2.0
/**
 * Moves through the matrix by keyboard: arrows go to the next place with something in it, Home and End to the ends of
 * the row. One place at a time is in the order of Tab.
 */

import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';

/** Counted with the heads: row 0 are the heads of the columns, column 0 those of the rows. */
interface GridPlace {
  readonly row: number;
  readonly column: number;
}

interface MatrixGrid {
  readonly rows: number;
  readonly columns: number;
  /** The button that Tab comes to when none had the focus, or the one that had it is gone. */
  readonly firstId: string | undefined;
  readonly hasButton: (id: string) => boolean;
}

export interface MatrixKeys {
  readonly tableRef: RefObject<HTMLTableElement | null>;
  /** Props of a button: its id stays when its place changes. */
  readonly buttonAt: (id: string, place: GridPlace) => MatrixButtonProps;
}

export interface MatrixButtonProps {
  readonly 'data-place': string;
  readonly tabIndex: 0 | -1;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function useMatrixKeys({ rows, columns, firstId, hasButton }: MatrixGrid): MatrixKeys {
  const tableRef = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const currentId = focused !== undefined && hasButton(focused) ? focused : firstId;

  function handleKey(event: KeyboardEvent, from: GridPlace): void {
    const to = placesTowards(event.key, from, { rows, columns })
      .map((place) => buttonIn(tableRef.current, keyOf(place)))
      .find((button) => button !== undefined);
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  return {
    tableRef,
    buttonAt: (id, place) => ({
      'data-place': keyOf(place),
      tabIndex: id === currentId ? 0 : -1,
      onFocus: () => setFocused(id),
      onKeyDown: (event) => handleKey(event, place),
    }),
  };
}

function keyOf({ row, column }: GridPlace): string {
  return `${row} ${column}`;
}

function buttonIn(table: HTMLTableElement | null, key: string): HTMLElement | undefined {
  return table?.querySelector<HTMLElement>(`[data-place="${key}"]`) ?? undefined;
}

/** Lists the cells to which a key leads, the nearest first; empty for other keys. */
function placesTowards(
  key: string,
  { row, column }: GridPlace,
  { rows, columns }: Pick<MatrixGrid, 'rows' | 'columns'>,
): readonly GridPlace[] {
  const across = (from: number, to: number): readonly GridPlace[] =>
    span(from, to).map((one) => ({ row, column: one }));
  const along = (from: number, to: number): readonly GridPlace[] => span(from, to).map((one) => ({ row: one, column }));
  switch (key) {
    case 'ArrowRight':
      return across(column + 1, columns);
    case 'ArrowLeft':
      return across(column - 1, 0);
    case 'ArrowDown':
      return along(row + 1, rows);
    case 'ArrowUp':
      return along(row - 1, 0);
    case 'Home':
      return across(0, column);
    case 'End':
      return across(columns, column);
    default:
      return [];
  }
}

/** From one number to another, both included, upwards or downwards. */
function span(from: number, to: number): readonly number[] {
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + index * step);
}
