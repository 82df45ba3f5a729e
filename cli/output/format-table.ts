// SPDX-License-Identifier: Apache-2.0
/**
 * Lays rows out in aligned columns, as many as the terminal has room for. Every cell is escaped here, so that no caller
 * can forget it.
 */

import { displayWidth } from './display-width.ts';
import { escapeText } from '../../report/escape-text.ts';
import { fitColumns, gap, type WideColumn } from './fit-columns.ts';
import type { Colour, Paint } from '../../report/paint.ts';

/** `drop` and `least` say how it makes room where the table is wider than the terminal. */
export interface Column<Row> extends Pick<WideColumn, 'isNumber' | 'drop' | 'least'> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly colour?: (row: Row) => Colour | undefined;
}

/** Stands for what is not known. */
export const absent = '-';

const longestCell = 120;

export interface TableLook {
  readonly paint: Paint;
  /** Gives the width of the terminal; undefined where every column is to be whole. */
  readonly width: number | undefined;
  /** False for rows that go on below others. */
  readonly hasHeader?: boolean;
}

/** Writes the header, and a line for each row; lines end with a newline. */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, width = Infinity, hasHeader = true }: TableLook,
): string {
  const whole = columns.map((column) => {
    const cells = rows.map((row) => clip(escapeText(column.cell(row)), longestCell));
    const widest = Math.max(column.title.length, ...cells.map(displayWidth));
    return { ...column, cells, width: widest, titleWidth: column.title.length };
  });
  const shown = fitColumns(whole, width);
  const header = shown.map(([column, size]) => paint(pad(column.title, size, column), 'bold'));
  const body = rows.map((row, line) =>
    shown.map(([column, size]) => paint(pad(clip(column.cells[line] ?? '', size), size, column), column.colour?.(row))),
  );
  return [...(hasHeader ? [header] : []), ...body].map((line) => `${line.join(' '.repeat(gap)).trimEnd()}\n`).join('');
}

function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (displayWidth(kept + character) >= width) break;
    kept += character;
  }
  return `${kept}…`;
}

function pad<Row>(text: string, width: number, { isNumber = false }: Column<Row>): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return isNumber ? space + text : text + space;
}
