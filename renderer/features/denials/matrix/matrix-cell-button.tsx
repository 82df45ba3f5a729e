// SPDX-License-Identifier: Apache-2.0
/** Shows a cell of the matrix: its sign and its count, stronger by the logarithm of the count. */

import type { MatrixCell, MatrixRow } from './denial-matrix.ts';
import { cellLabel } from './matrix-labels.ts';
import { MatrixSign } from './matrix-sign.tsx';
import type { MatrixButtonProps } from './use-matrix-keys.ts';
import { formatCount } from '../../../lib/units.ts';

interface MatrixCellButtonProps {
  readonly row: MatrixRow;
  readonly cell: MatrixCell;
  /** The greatest count of any cell. */
  readonly greatest: number;
  readonly part: string;
  readonly onOpen: () => void;
  readonly keys: MatrixButtonProps;
}

export function MatrixCellButton({ row, cell, greatest, part, onOpen, keys }: MatrixCellButtonProps) {
  const { count, verdict, tone, isOnly } = cell;
  const label = cellLabel(row, cell);
  return (
    <button
      type="button"
      className={`matrix-cell ${colourOf(cell)}${tone === 'crossed' ? ' crossed' : ''}${isOnly ? ' only' : ''}`}
      style={{ '--strength': `${strengthOf(count, greatest)}%` } as React.CSSProperties}
      data-part={part}
      aria-label={label}
      title={label}
      onClick={onOpen}
      {...keys}
    >
      <MatrixSign verdict={verdict} tone={tone} />
      <span>{formatCount(count)}</span>
    </button>
  );
}

/** Gives the colour of a cell: green alone for what isolation blocked. */
export function colourOf({ verdict, tone }: MatrixCell): 'good' | 'amber' | 'red' {
  if (verdict === 'logged' || verdict === 'mixed' || tone === 'crossed') return 'amber';
  return tone === 'isolation' ? 'good' : 'red';
}

/** Gives the strength of the colour: from 8 per cent for a single denial to 30 for the most. */
function strengthOf(count: number, greatest: number): number {
  return greatest <= 1 ? 14 : 8 + 22 * (Math.log(Math.max(1, count)) / Math.log(greatest));
}
