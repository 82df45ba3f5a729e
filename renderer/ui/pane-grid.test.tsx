// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { gridOf, type PaneLayout, removePane, splitPane } from '../lib/pane-layout.ts';
import { PaneGrid } from './pane-grid.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const four: PaneLayout = gridOf([1, 2, 3, 4]) ?? { kind: 'pane', id: 0 };
const pane = (id: number) => <input aria-label={`pane ${id}`} defaultValue="" />;
const cellOf = (id: number): CSSStyleDeclaration | undefined =>
  screen.getByLabelText(`pane ${id}`).closest<HTMLElement>('.pane-cell')?.style;

function show(layout: PaneLayout, maximised?: number) {
  const moved = vi.fn();
  const view = render(
    <PaneGrid layout={layout} maximised={maximised} onResize={moved}>
      {pane}
    </PaneGrid>,
  );
  const change = (next: PaneLayout, isStacked = false, now?: number): void =>
    view.rerender(
      <PaneGrid layout={next} isStacked={isStacked} maximised={now} onResize={moved}>
        {pane}
      </PaneGrid>,
    );
  return { moved, change };
}

it('a pane keeps what it shows while others are split, closed, maximised and stacked', () => {
  const { change } = show(four);
  const field = screen.getByLabelText('pane 4');
  fireEvent.change(field, { target: { value: 'kept' } });
  for (const next of [splitPane(four, 1, { direction: 'right', added: 5 }), removePane(four, 2) ?? four]) change(next);
  change(four, true);
  change(four, false, 4);
  change(four);
  expect(screen.getByLabelText('pane 4')).toBe(field);
  expect(screen.getByDisplayValue('kept')).toBe(field);
});

it('one that is maximised has the place, and the others are hidden', () => {
  show(four, 3);
  expect([cellOf(3)?.left, cellOf(3)?.bottom]).toEqual(['0px', '0px']);
  expect([1, 2, 4].map((id) => cellOf(id)?.visibility)).toEqual(['hidden', 'hidden', 'hidden']);
  expect(screen.queryAllByRole('separator')).toEqual([]);
});

it('stacked panes have no separators and no places of their own', () => {
  const { change } = show(four);
  expect(screen.getAllByRole('separator')).toHaveLength(3);
  change(four, true);
  expect([screen.queryAllByRole('separator'), cellOf(2)?.left]).toEqual([[], '']);
});

it('a separator is moved by the arrow keys along its direction, to both ends, and even by a double click', () => {
  const { moved } = show(four);
  const [rows, columns] = screen.getAllByRole('separator');
  if (rows === undefined || columns === undefined) throw new Error('separators are missing');
  expect([rows, columns].map((one) => one.getAttribute('aria-orientation'))).toEqual(['horizontal', 'vertical']);
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'Home', 'End']) fireEvent.keyDown(rows, { key });
  for (const key of ['ArrowRight', 'ArrowDown']) fireEvent.keyDown(columns, { key });
  fireEvent.doubleClick(columns);
  expect(moved.mock.calls).toEqual([
    ['', 52],
    ['', 48],
    ['', 0],
    ['', 100],
    ['1', 52],
    ['1', 50],
  ]);
});

it('a separator follows the pointer that holds it', () => {
  const { moved } = show(four);
  const [, columns] = screen.getAllByRole('separator');
  const place = columns?.parentElement;
  if (columns === undefined || place === null || place === undefined) throw new Error('a separator is missing');
  vi.spyOn(place, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 0, 1000, 500));
  let held: number | undefined;
  vi.spyOn(columns, 'setPointerCapture').mockImplementation((id) => void (held = id));
  vi.spyOn(columns, 'hasPointerCapture').mockImplementation((id) => id === held);
  fireEvent.pointerMove(columns, { pointerId: 7, clientX: 350 });
  fireEvent.pointerDown(columns, { pointerId: 7, clientX: 600 });
  fireEvent.pointerMove(columns, { pointerId: 7, clientX: 350 });
  expect(moved.mock.calls).toEqual([['1', 25]]);
});
