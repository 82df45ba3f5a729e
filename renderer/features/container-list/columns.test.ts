// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { columnOf, columns, fitColumns, fixedWidths, gridTemplate, usualColumns } from './columns.ts';

/** What the list has in a window of this width: without the rail, the edges of page and panel, the scroll bar. */
const listWidth = (windowWidth: number): number => windowWidth - (windowWidth > 900 ? 212 : 52) - 40 - 2 - 10;

it('the name keeps its width at every size, and columns go from the right (window 7) (window 8)', () => {
  for (let width = 320; width < 2600; width += 1) {
    const shown = fitColumns(usualColumns, width);
    expect(shown).toEqual(usualColumns.slice(0, shown.length));
    const others = shown.reduce((sum, id) => sum + columnOf(id).width, 0);
    expect(others + fixedWidths.check + fixedWidths.name + fixedWidths.actions).toBeLessThanOrEqual(width);
  }
});

it.each([
  [640, ['state', 'confinement']],
  [900, ['state', 'confinement', 'cpu', 'memory']],
  [1280, ['state', 'confinement', 'cpu', 'memory', 'denials', 'context']],
  [1440, ['state', 'confinement', 'cpu', 'memory', 'denials', 'context', 'health']],
  [2560, usualColumns],
])('a window of %s pixels shows what it has room for', (width, shown) => {
  expect(fitColumns(usualColumns, listWidth(width))).toEqual(shown);
});

it('shows every chosen column until the width is known', () => {
  expect(fitColumns(usualColumns, 0)).toEqual(usualColumns);
});

it('gives each column a place in the grid, the name first', () => {
  expect(gridTemplate(['state'])).toBe('36px minmax(160px, 240fr) minmax(94px, 94fr) 104px');
});

it('has an id of its own for each column', () => {
  expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
});
