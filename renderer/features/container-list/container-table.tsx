// SPDX-License-Identifier: Apache-2.0
/**
 * The list of containers. Only the rows that are seen are drawn, and the one that has the focus. Columns that the
 * window has no room for are left out, from the right.
 */

import { useCallback, useMemo, useRef, useState, type CSSProperties } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Sort } from '../containers/container-search.ts';
import { findSharers } from '../containers/category-owners.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { TipArea } from '../../ui/tip-area.tsx';
import { columnOf, fitColumns, gridTemplate, type ColumnId } from './columns.ts';
import { ContainerRow } from './container-row.tsx';
import { RowMenu } from './row-menu.tsx';
import { SortHeader } from './sort-header.tsx';
import { useRowFocus } from './use-row-focus.ts';

interface ContainerTableProps {
  readonly containers: readonly Container[];
  readonly all: readonly Container[];
  /** As chosen, in their order. */
  readonly columns: readonly ColumnId[];
  readonly counts: ReadonlyMap<string, number>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (name: string) => void;
  readonly onSelect: (names: ReadonlySet<string>) => void;
}

export function ContainerTable({
  containers,
  all,
  columns,
  counts,
  sort,
  onSort,
  selected,
  onToggle,
  onSelect,
}: ContainerTableProps) {
  const ref = useRef<HTMLDivElement>(null);
  const sharersOf = useMemo(() => findSharers(all), [all]);
  const { virtual, activeName, setActiveName, handleKey } = useRowFocus(containers, ref);
  const width = virtual.scrollRect?.width ?? 0;
  const shown = useMemo(() => fitColumns(columns, width), [columns, width]);
  const isAll = containers.length > 0 && containers.every((container) => selected.has(container.name));
  const isSome = containers.some((container) => selected.has(container.name));

  const [menu, setMenu] = useState<{ readonly name: string; readonly anchor: HTMLElement } | undefined>(undefined);
  const handleMenu = useCallback((name: string, anchor: HTMLElement): void => setMenu({ name, anchor }), []);

  return (
    <TipArea>
      <div
        ref={ref}
        role="grid"
        className="container-table"
        aria-label="Containers"
        aria-multiselectable
        aria-rowcount={containers.length + 1}
        style={{ '--columns': gridTemplate(shown) } as CSSProperties}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && selected.size > 0) onSelect(new Set());
          else handleKey(event);
        }}
      >
        <div role="rowgroup" className="container-head">
          <div role="row" aria-rowindex={1}>
            <div role="columnheader">
              <CheckBox
                label="Select all"
                isChecked={isAll}
                isPartly={isSome && !isAll}
                onToggle={() => onSelect(isAll ? new Set() : new Set(containers.map((container) => container.name)))}
              />
            </div>
            <SortHeader column="name" label="Name" sort={sort} onSort={onSort} />
            {shown.map((id) => {
              const { label, sortKey, hint, isNumber } = columnOf(id);
              return (
                <SortHeader
                  key={id}
                  column={sortKey}
                  label={label}
                  hint={hint}
                  isNumber={isNumber}
                  sort={sort}
                  onSort={onSort}
                />
              );
            })}
            <div role="columnheader">
              <span className="visually-hidden">Actions</span>
            </div>
          </div>
        </div>
        <div role="rowgroup" className="container-rows" data-rows style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const container = containers[index];
            if (container === undefined) return null;
            return (
              <ContainerRow
                key={container.name}
                container={container}
                columns={shown}
                sharedWith={sharersOf(container)}
                denials={counts.get(container.name) ?? 0}
                isSelected={selected.has(container.name)}
                isActive={container.name === activeName}
                index={index}
                start={start}
                onToggle={onToggle}
                onActive={setActiveName}
                onMenu={handleMenu}
              />
            );
          })}
        </div>
      </div>
      {menu !== undefined && <RowMenu name={menu.name} anchor={menu.anchor} onClose={() => setMenu(undefined)} />}
    </TipArea>
  );
}
