// SPDX-License-Identifier: Apache-2.0
/** How wide the lines of the sources are. */

import { countFigure, type Figure } from './figure.ts';
import type { SourceText } from './source-text.ts';

const maxWidth = 140;
const usualWidth = 120;
/** Text in quotes, which no formatter can break. */
const literal = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g;

/** Lines that nobody may write, and the share of those beyond the usual width. */
export function measureLineWidth(sources: readonly SourceText[]): readonly Figure[] {
  const lines = sources.flatMap(({ path, text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line, index) => ({ place: `${path}:${index + 1}`, width: line.length, line })),
  );
  const tooWide = lines.filter(({ width }) => width > maxWidth);
  const wide = lines.filter(({ width }) => width > usualWidth);
  const withoutLiteral = tooWide.filter(({ line }) => line.replaceAll(literal, '').length > usualWidth);
  const percent = lines.length === 0 ? 0 : (100 * wide.length) / lines.length;
  return [
    {
      ...countFigure(`lines over ${maxWidth} columns`, tooWide.map(describe)),
      note: `${withoutLiteral.length} without their text in quotes`,
    },
    {
      name: `lines over ${usualWidth} columns`,
      measured: Number(percent.toFixed(2)),
      unit: ' %',
      note: `${wide.length} of ${lines.length}`,
      slack: 0.05,
      details: wide.map(describe),
    },
  ];
}

function describe({ place, width }: { place: string; width: number }): string {
  return `${place} (${width})`;
}
