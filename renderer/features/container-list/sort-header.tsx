// SPDX-License-Identifier: Apache-2.0
/** A column's head: pressed anywhere in its cell, it sorts; pressed again, the other way round. */

import type { Sort, SortKey } from '../containers/container-order.ts';

interface SortHeaderProps {
  readonly column: SortKey;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isNumber?: boolean;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** Columns that one wants to see largest first. */
const largestFirst: readonly SortKey[] = ['cpu', 'memory', 'pressure', 'pids', 'disk', 'denials', 'uptime'];

export function SortHeader({ column, label, hint, isNumber = false, sort, onSort }: SortHeaderProps) {
  const isSorted = sort.key === column;
  const direction = sort.isDescending ? 'descending' : 'ascending';
  function handleSort(): void {
    onSort({ key: column, isDescending: isSorted ? !sort.isDescending : largestFirst.includes(column) });
  }
  return (
    <div
      role="columnheader"
      className={isNumber ? 'number' : undefined}
      title={hint}
      aria-sort={isSorted ? direction : 'none'}
    >
      <button type="button" onClick={handleSort}>
        <span className="truncate">{label}</span>
        {isSorted && <span aria-hidden="true">{sort.isDescending ? '↓' : '↑'}</span>}
      </button>
    </div>
  );
}
