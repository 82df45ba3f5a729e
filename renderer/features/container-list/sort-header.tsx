// SPDX-License-Identifier: Apache-2.0
/** A column's head: pressed, it sorts; pressed again, the other way round. */

import type { Sort, SortKey } from '../containers/container-search.ts';

interface SortHeaderProps {
  readonly column: SortKey | undefined;
  readonly label: string;
  readonly className: string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** Columns that one wants to see largest first. */
const largestFirst: readonly SortKey[] = ['cpu', 'memory', 'pids', 'denials', 'uptime'];

export function SortHeader({ column, label, className, sort, onSort }: SortHeaderProps) {
  if (column === undefined) return <th className={className}>{label}</th>;
  const key = column;
  const isSorted = sort.key === key;
  const direction = sort.isDescending ? 'descending' : 'ascending';
  function handleSort(): void {
    onSort({ key, isDescending: isSorted ? !sort.isDescending : largestFirst.includes(key) });
  }
  return (
    <th
      className={className}
      title={key === 'denials' ? 'In the last hour' : undefined}
      aria-sort={isSorted ? direction : 'none'}
    >
      <button type="button" onClick={handleSort}>
        {label}
        <span aria-hidden="true" style={{ visibility: isSorted ? 'visible' : 'hidden' }}>
          {sort.isDescending ? ' ↓' : ' ↑'}
        </span>
      </button>
    </th>
  );
}
