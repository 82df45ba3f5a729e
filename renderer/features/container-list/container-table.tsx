// SPDX-License-Identifier: Apache-2.0
/**
 * The list of containers. Only the rows that are seen are drawn, and the one that has the focus. Columns that the
 * window has no room for are left out, from the right.
 */

import { useCallback, useMemo, useState, type CSSProperties } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Sort } from '../containers/container-order.ts';
import { findSharers } from '../containers/context/category-owners.ts';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { useWidth } from '../../ui/chart/use-width.ts';
import { createPart } from '../../ui/part.tsx';
import { TipArea } from '../../ui/tip-area.tsx';
import { columnOf, fitColumns, gridTemplate, type ColumnId } from './columns.ts';
import { ContainerRow } from './container-row.tsx';
import type { Grouping } from './groups/grouping.ts';
import { groupEntries, rowEntries, type ContainerGroup } from './groups/list-entries.ts';
import { SortHeader } from './sort-header.tsx';
import { useRowFocus } from './use-row-focus.ts';
import { t } from '../../lib/language/t.ts';

/** Most lists have no groups. */
const GroupRow = createPart(async () => (await import('./groups/group-row.tsx')).GroupRow);

const RowMenu = createPart(async () => (await import('./row-menu.tsx')).RowMenu);
const GroupMenu = createPart(async () => (await import('./groups/group-menu.tsx')).GroupMenu);

interface ContainerTableProps {
  readonly containers: readonly Container[];
  readonly all: readonly Container[];
  /** Lists the chosen columns in their order. */
  readonly columns: readonly ColumnId[];
  readonly counts: ReadonlyMap<string, number>;
  readonly grouping: Pick<Grouping, 'isGrouped' | 'collapsed' | 'toggleGroup'>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (name: string) => void;
  readonly onSelect: (names: ReadonlySet<string>) => void;
}

interface OpenMenu {
  /** A container's name, or a group. */
  readonly of: string | ContainerGroup;
  readonly anchor: HTMLElement;
}

export function ContainerTable({
  containers,
  all,
  columns,
  counts,
  grouping,
  sort,
  onSort,
  selected,
  onToggle,
  onSelect,
}: ContainerTableProps) {
  const { ref, width } = useWidth<HTMLDivElement>(0);
  const sharersOf = useMemo(() => findSharers(all), [all]);
  const { isGrouped, collapsed, toggleGroup } = grouping;
  const entries = useMemo(
    () => (isGrouped ? groupEntries(containers, collapsed) : rowEntries(containers)),
    [containers, isGrouped, collapsed],
  );
  const { virtual, activeKey, setActiveKey, handleKey } = useRowFocus(entries, ref);
  const shown = useMemo(() => fitColumns(columns, width), [columns, width]);
  const isAll = containers.length > 0 && containers.every((container) => selected.has(container.name));
  const isSome = containers.some((container) => selected.has(container.name));

  const [menu, setMenu] = useState<OpenMenu | undefined>(undefined);
  const handleMenu = useCallback((name: string, anchor: HTMLElement): void => setMenu({ of: name, anchor }), []);

  return (
    <TipArea>
      <div
        ref={ref}
        role={isGrouped ? 'treegrid' : 'grid'}
        className="container-table virtual-scroll"
        aria-label={t('Containers')}
        aria-multiselectable
        aria-rowcount={entries.length + 1}
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
                label={t('Select all')}
                isChecked={isAll}
                isPartly={isSome && !isAll}
                onToggle={() => onSelect(isAll ? new Set() : new Set(containers.map((container) => container.name)))}
              />
            </div>
            <SortHeader column="name" label={t('Name')} sort={sort} onSort={onSort} />
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
              <span className="visually-hidden">{t('Actions')}</span>
            </div>
          </div>
        </div>
        <div role="rowgroup" className="container-rows" data-rows style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index];
            if (entry === undefined) return null;
            const { key } = entry;
            if (entry.kind === 'group')
              return (
                <GroupRow
                  key={key}
                  group={entry.group}
                  isOpen={entry.isOpen}
                  selected={selected}
                  isActive={key === activeKey}
                  index={index}
                  start={start}
                  onToggle={() => toggleGroup(key)}
                  onSelect={onSelect}
                  onActive={() => setActiveKey(key)}
                  onMenu={(anchor) => setMenu({ of: entry.group, anchor })}
                />
              );
            const { container } = entry;
            return (
              <ContainerRow
                key={key}
                entryKey={key}
                isInGroup={isGrouped}
                container={container}
                columns={shown}
                sharedWith={sharersOf(container)}
                denials={counts.get(container.name) ?? 0}
                isSelected={selected.has(container.name)}
                isActive={key === activeKey}
                index={index}
                start={start}
                onToggle={onToggle}
                onActive={setActiveKey}
                onMenu={handleMenu}
              />
            );
          })}
        </div>
      </div>
      {menu !== undefined &&
        (typeof menu.of === 'string' ? (
          <RowMenu name={menu.of} anchor={menu.anchor} onClose={() => setMenu(undefined)} />
        ) : (
          <GroupMenu group={menu.of} anchor={menu.anchor} onClose={() => setMenu(undefined)} />
        ))}
    </TipArea>
  );
}
