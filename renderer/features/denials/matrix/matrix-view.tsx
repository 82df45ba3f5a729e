// SPDX-License-Identifier: Apache-2.0
/**
 * The matrix of denials: who against what, with count and verdict in each cell. A cell, a row's name and a column's name
 * open what is in them.
 */

import { memo, useLayoutEffect } from 'react';
import { type TargetKind, targetKindOrder, targetKinds } from '../model/target-kind.ts';
import { formatCount } from '../../../lib/units.ts';
import type { DenialMatrix, MatrixRow } from './denial-matrix.ts';
import { MatrixCellButton } from './matrix-cell-button.tsx';
import { rowButtonLabel, rowLabel } from './matrix-labels.ts';
import { MatrixRowName } from './matrix-row-name.tsx';
import { useMatrixKeys } from './use-matrix-keys.ts';
import { t } from '../../../lib/language/t.ts';
import './matrix.css';

/** What is opened: undefined stands for all rows, or for all columns. */
export interface OpenedPart {
  readonly row: MatrixRow | undefined;
  readonly column: TargetKind | undefined;
}

interface MatrixViewProps {
  readonly matrix: DenialMatrix;
  /** The heading of the rows. */
  readonly rowsLabel: string;
  readonly onOpen: (part: OpenedPart) => void;
  /** Shows more rows instead of the one that stands for the rest. */
  readonly onMore: () => void;
  /** The part that was open before: it gets the focus again. */
  readonly cameFrom: string | undefined;
}

/** Names a part of the matrix; the same as long as it is the same part. */
export function partId(row: string | undefined, column: TargetKind | undefined): string {
  return `${column ?? ''} ${row ?? ''}`;
}

export const MatrixView = memo(function MatrixView({ matrix, rowsLabel, onOpen, onMore, cameFrom }: MatrixViewProps) {
  const { rows, sums } = matrix;
  const columns = targetKindOrder;
  const greatest = Math.max(1, ...rows.flatMap(({ cells }) => [...cells.values()].map(({ count }) => count)));
  const ids = new Set(
    rows.flatMap((row) => [partId(row.key, undefined), ...[...row.cells.keys()].map((one) => partId(row.key, one))]),
  );
  for (const column of sums.keys()) ids.add(partId(undefined, column));
  const first = rows[0];
  const { tableRef, buttonAt } = useMatrixKeys({
    rows: rows.length,
    columns: columns.length,
    firstId: first && partId(first.key, [...first.cells.keys()][0]),
    hasButton: (id) => ids.has(id),
  });
  useLayoutEffect(() => {
    if (cameFrom !== undefined)
      tableRef.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(cameFrom)}"]`)?.focus();
  }, [cameFrom, tableRef]);

  return (
    <div className="matrix-scroll">
      <table
        ref={tableRef}
        className="matrix"
        role="grid"
        aria-label={t('Denials by who and what')}
        aria-description={t('Arrow keys move, Enter opens what is in a cell, a row or a column, Escape comes back')}
      >
        <thead>
          <tr>
            <th scope="col" className="corner">
              {rowsLabel}
            </th>
            {columns.map((column, index) => {
              const { label, meaning } = targetKinds[column];
              const sum = sums.get(column);
              return (
                <th key={column} scope="col" title={meaning}>
                  {sum === undefined ? (
                    <span className="faint">{label}</span>
                  ) : (
                    <button
                      type="button"
                      data-part={partId(undefined, column)}
                      aria-label={t('{label}: {sum, plural, one {# denial} other {# denials}}', { label, sum })}
                      onClick={() => onOpen({ row: undefined, column })}
                      {...buttonAt(partId(undefined, column), { row: 0, column: index + 1 })}
                    >
                      {label}
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.key}>
              <th scope="row">
                <button
                  type="button"
                  data-part={partId(row.key, undefined)}
                  aria-label={rowButtonLabel(row)}
                  title={
                    row.who === undefined
                      ? t('Show more rows')
                      : t('Open all {count} of {row}', { count: formatCount(row.count), row: rowLabel(row) })
                  }
                  onClick={() => (row.who === undefined ? onMore() : onOpen({ row, column: undefined }))}
                  {...buttonAt(partId(row.key, undefined), { row: rowIndex + 1, column: 0 })}
                >
                  <MatrixRowName row={row} />
                </button>
              </th>
              {columns.map((column, index) => {
                const cell = row.cells.get(column);
                const id = partId(row.key, column);
                return (
                  <td key={column}>
                    {cell !== undefined && (
                      <MatrixCellButton
                        row={row}
                        cell={cell}
                        greatest={greatest}
                        part={id}
                        onOpen={() => onOpen({ row, column })}
                        keys={buttonAt(id, { row: rowIndex + 1, column: index + 1 })}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
