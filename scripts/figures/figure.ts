// SPDX-License-Identifier: Apache-2.0
/** One measured figure, how it stands to its limit, and the table of all of them. */

export interface Figure {
  readonly name: string;
  readonly measured: number;
  /** Follows the numbers in the table, such as ` %`. */
  readonly unit?: string;
  /** Says more of the number in the table. */
  readonly note?: string;
  /** A figure that must not fall, such as the number of tests. Every other one must not rise. */
  readonly isLeast?: boolean;
  /** The limit may be worse than the figure by this much before it has to be tightened; nothing when left out. */
  readonly slack?: number;
  /** Each line says where to look when the limit is exceeded. */
  readonly details: readonly string[];
}

/** `loose`: the figure is better than its limit, which has to follow it. */
type Standing = 'within' | 'exceeded' | 'loose' | 'unlimited';

/** A figure that counts its places. */
export function countFigure(name: string, found: readonly string[]): Figure {
  return { name, measured: found.length, details: found };
}

export function standingOf({ measured, isLeast = false, slack = 0 }: Figure, limit: number | undefined): Standing {
  if (limit === undefined) return 'unlimited';
  const room = isLeast ? measured - limit : limit - measured;
  if (room < 0) return 'exceeded';
  return room > slack ? 'loose' : 'within';
}

/** Gives the table, and below it what has to be done: places that exceed a limit, and limits to tighten. */
export function formatFigures(figures: readonly Figure[], limits: ReadonlyMap<string, number>): string {
  const rows = [
    ['', 'figure', 'measured', 'limit'],
    ...figures.map((figure) => rowOf(figure, limits.get(figure.name))),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...figures.flatMap((figure) => adviceOn(figure, limits.get(figure.name)))].join('\n');
}

function rowOf(figure: Figure, limit: number | undefined): readonly string[] {
  const { name, measured, unit = '', note, isLeast = false } = figure;
  const allowed = limit === undefined ? 'none' : `${isLeast ? 'at least ' : ''}${limit}${unit}`;
  return [
    standingOf(figure, limit) === 'within' ? 'ok' : '!!',
    name,
    `${measured}${unit}${note === undefined ? '' : ` (${note})`}`,
    allowed,
  ];
}

function adviceOn(figure: Figure, limit: number | undefined): readonly string[] {
  const { name, measured, details } = figure;
  switch (standingOf(figure, limit)) {
    case 'within':
      return [];
    case 'exceeded':
      return ['', `${name}:`, ...details];
    case 'loose':
      return ['', `${name}: tighten the limit to ${measured} (npm run figures -- --tighten)`];
    case 'unlimited':
      return ['', `${name}: give it a limit (npm run figures -- --tighten)`];
  }
}
