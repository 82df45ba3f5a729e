// SPDX-License-Identifier: Apache-2.0
/** Lays rows out in aligned columns. Every cell is escaped here, so that no caller can forget it. */

import { displayWidth } from './display-width.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Colour, Paint } from './paint.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly isNumber?: boolean;
  readonly colour?: (row: Row) => Colour | undefined;
}

/** Shown for what is not known. */
export const absent = '-';

const longestCell = 120;

export interface TableLook {
  readonly paint: Paint;
  /** False for rows that go on below others. */
  readonly hasHeader?: boolean;
}

/** The header, and a line for each row; lines end with a newline. */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { paint, hasHeader = true }: TableLook,
): string {
  const cells = rows.map((row) => columns.map(({ cell }) => clip(escapeText(cell(row)))));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((line) => displayWidth(line[index] ?? ''))),
  );
  const header = columns.map((column, index) => paint(pad(column.title, widths[index] ?? 0, column), 'bold'));
  const body = rows.map((row, line) =>
    columns.map((column, index) =>
      paint(pad(cells[line]?.[index] ?? '', widths[index] ?? 0, column), column.colour?.(row)),
    ),
  );
  return [...(hasHeader ? [header] : []), ...body].map((line) => `${line.join('  ').trimEnd()}\n`).join('');
}

function clip(text: string): string {
  return text.length <= longestCell ? text : `${text.slice(0, longestCell - 1)}…`;
}

function pad<Row>(text: string, width: number, { isNumber = false }: Column<Row>): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return isNumber ? space + text : text + space;
}
