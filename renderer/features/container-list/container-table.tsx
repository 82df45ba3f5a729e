// SPDX-License-Identifier: Apache-2.0
/** The table of containers. Rows redraw only when their container changes; the live cells look after themselves. */

import Checkbox from '@mui/material/Checkbox';
import { useCallback } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Sort, SortKey } from '../containers/container-search.ts';
import { sharersOf } from '../containers/category-owners.ts';
import { ContainerRow } from './container-row.tsx';
import { SortHeader } from './sort-header.tsx';

interface ContainerTableProps {
  readonly containers: readonly Container[];
  readonly all: readonly Container[];
  readonly counts: ReadonlyMap<string, number>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (names: ReadonlySet<string>) => void;
}

const columns: readonly (readonly [key: SortKey | undefined, label: string, className: string])[] = [
  ['name', 'Name', 'of-name'],
  ['state', 'State', 'of-state'],
  ['confinement', 'Confinement', 'of-confinement'],
  [undefined, 'Context', 'of-context'],
  ['cpu', 'CPU', 'of-cpu'],
  ['memory', 'Memory', 'of-memory'],
  ['pids', 'Pids', 'of-pids number wide'],
  ['address', 'Address', 'of-address wide'],
  ['uptime', 'Uptime', 'of-uptime number'],
  ['denials', 'Denials', 'of-denials number'],
];

export function ContainerTable({ containers, all, counts, sort, onSort, selected, onSelect }: ContainerTableProps) {
  const isAll = containers.length > 0 && containers.every((container) => selected.has(container.name));
  const isSome = containers.some((container) => selected.has(container.name));

  const handleToggle = useCallback(
    (name: string): void => {
      const next = new Set(selected);
      if (!next.delete(name)) next.add(name);
      onSelect(next);
    },
    [selected, onSelect],
  );

  return (
    <div className="table-scroll">
      <table className="table container-table" aria-label="Containers">
        <thead>
          <tr>
            <th className="of-check">
              <Checkbox
                checked={isAll}
                indeterminate={isSome && !isAll}
                onChange={() => onSelect(isAll ? new Set() : new Set(containers.map((container) => container.name)))}
                slotProps={{ input: { 'aria-label': 'Select all' } }}
              />
            </th>
            {columns.map(([key, label, className]) => (
              <SortHeader key={label} column={key} label={label} className={className} sort={sort} onSort={onSort} />
            ))}
            <th className="of-actions" aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {containers.map((container) => (
            <ContainerRow
              key={container.name}
              container={container}
              sharedWith={sharersOf(container, all)}
              denials={counts.get(container.name) ?? 0}
              isSelected={selected.has(container.name)}
              onToggle={handleToggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
