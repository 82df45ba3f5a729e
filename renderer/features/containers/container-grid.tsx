// SPDX-License-Identifier: Apache-2.0
/**
 * A grid of containers against containers: one stop of the Tab key, moved in by the arrow keys, with a sentence below for
 * the cell in hand.
 */

import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { HueMark } from '../../ui/hue-mark.tsx';
import './container-grid.css';

interface Place {
  readonly row: number;
  readonly column: number;
}

export interface ContainerGridCell {
  readonly className: string;
  readonly sign: string;
  /** Says what the cell means, to everybody who cannot see it, and below the grid. */
  readonly sentence: string;
  /** Shows what the cell stands for. */
  readonly onOpen?: () => void;
}

interface ContainerGridProps {
  readonly label: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly headOf: (name: string) => ReactNode;
  /** Takes places among rows and columns. */
  readonly cellAt: (row: number, column: number) => ContainerGridCell;
  /** Stands below the grid while no cell is in hand. */
  readonly explanation: string;
  /** Gives the focus to the first cell when the grid is opened. */
  readonly takesFocus?: boolean;
  /** Leaves the grid. */
  readonly onEscape?: () => void;
}

const moves: Readonly<Record<string, Place>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

export function ContainerGrid(props: ContainerGridProps) {
  const { label, rows, columns, headOf, cellAt, explanation, takesFocus = false, onEscape } = props;
  const id = useId();
  const table = useRef<HTMLTableElement>(null);
  const [held, setHeld] = useState<Place | undefined>(undefined);
  const isThere = held !== undefined && held.row < rows.length && held.column < columns.length;
  const place: Place = isThere ? held : { row: 0, column: 0 };

  useLayoutEffect(() => {
    if (takesFocus) table.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus();
  }, [takesFocus]);

  function handleKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && onEscape !== undefined) {
      event.stopPropagation();
      onEscape();
      return;
    }
    if (event.key === 'Enter') cellAt(place.row, place.column).onOpen?.();
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const within = (to: number, count: number): number => Math.min(count - 1, Math.max(0, to));
    const next = {
      row: within(place.row + move.row, rows.length),
      column: within(place.column + move.column, columns.length),
    };
    setHeld(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)?.focus();
  }

  return (
    <>
      <div className="container-grid-scroll">
        <table
          ref={table}
          className="container-grid"
          role="grid"
          aria-label={label}
          aria-describedby={id}
          onKeyDown={handleKeyDown}
          onMouseLeave={() => setHeld(undefined)}
        >
          <thead>
            <tr>
              <td />
              {columns.map((name) => (
                <th key={name} scope="col" title={name}>
                  <span className="container-grid-column">
                    <span className="truncate">{name}</span>
                    <HueMark name={name} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((name, row) => (
              <tr key={name}>
                <th scope="row">{headOf(name)}</th>
                {columns.map((column, index) => {
                  const { className, sign, sentence, onOpen } = cellAt(row, index);
                  return (
                    <td
                      key={column}
                      role="gridcell"
                      className={`${className}${onOpen === undefined ? '' : ' opens'}`}
                      data-cell={`${row} ${index}`}
                      tabIndex={place.row === row && place.column === index ? 0 : -1}
                      aria-label={sentence}
                      onClick={onOpen}
                      onMouseEnter={() => setHeld({ row, column: index })}
                      onFocus={() => setHeld({ row, column: index })}
                    >
                      {sign}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p id={id} className="container-grid-cell muted">
        {isThere ? cellAt(place.row, place.column).sentence : explanation}
      </p>
    </>
  );
}
