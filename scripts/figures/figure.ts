// SPDX-License-Identifier: Apache-2.0
/** One measured figure beside its limit, and the table of them. */

export interface Figure {
  readonly name: string;
  readonly measured: string;
  readonly limit: string;
  readonly isWithin: boolean;
  /** What exceeds the limit, one line each. */
  readonly details: readonly string[];
}

/** A figure that counts what should not be there: its limit is 0. */
export function countFigure(name: string, found: readonly string[]): Figure {
  return { name, measured: String(found.length), limit: '0', isWithin: found.length === 0, details: found };
}

/** The table, and below it what exceeds a limit. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = [
    ['', 'figure', 'measured', 'limit'],
    ...figures.map(({ isWithin, name, measured, limit }) => [isWithin ? 'ok' : '!!', name, measured, limit]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const exceeding = figures.filter(({ isWithin, details }) => !isWithin && details.length > 0);
  return [...lines, ...exceeding.flatMap(({ name, details }) => ['', `${name}:`, ...details])].join('\n');
}
