// SPDX-License-Identifier: Apache-2.0
/**
 * Shows one container in the list. It is drawn again only when its container, its place or its operation changes; the
 * live cells look after themselves.
 */

import { memo, type KeyboardEvent } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { ContainerName } from '../containers/container-name.tsx';
import { EngineBadge } from '../containers/engine-badge.tsx';
import { useIsConnected } from '../../host/connection.ts';
import { navigate } from '../../window/location.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { columnOf, type ColumnId } from './columns.ts';
import { ContainerCell } from './container-cell.tsx';
import { RowActions } from './row-actions.tsx';
import { t } from '../../lib/language/t.ts';

interface ContainerRowProps {
  /** Identifies the entry of the list: a container may stand in several groups. */
  readonly entryKey: string;
  readonly isInGroup: boolean;
  readonly container: Container;
  readonly columns: readonly ColumnId[];
  /** Names of those with the same categories. */
  readonly sharedWith: readonly string[];
  readonly denials: number;
  readonly isSelected: boolean;
  /** The row that Tab leads to; the arrow keys lead to the others. */
  readonly isActive: boolean;
  /** Place in the list, 0 being the first, and pixels from its top. */
  readonly index: number;
  readonly start: number;
  readonly onToggle: (name: string) => void;
  readonly onActive: (key: string) => void;
  readonly onMenu: (name: string, button: HTMLElement) => void;
}

/** Where one has no column, its sign stands beside the name: state and verdict are seen in each window. */
const signs = ['state', 'confinement'] as const satisfies readonly ColumnId[];

export const ContainerRow = memo(function ContainerRow({
  entryKey,
  isInGroup,
  container,
  columns,
  sharedWith,
  denials,
  isSelected,
  isActive,
  index,
  start,
  onToggle,
  onActive,
  onMenu,
}: ContainerRowProps) {
  const { name } = container;
  const isConnected = useIsConnected();
  const busy = useOperations((state) => operationOn(name)(state)?.activeLabel);
  const tabIndex = isActive ? 0 : -1;
  const cell = { container, busy, sharedWith, denials, tabIndex } as const;

  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') navigate({ page: 'container', name, tab: 'overview' });
    else if (event.key === 't') navigate({ page: 'container', name, tab: 'terminal' });
    else if (event.key === 'x' || event.key === ' ') onToggle(name);
    else return;
    event.preventDefault();
  }

  return (
    <div
      role="row"
      className="container-row"
      data-name={name}
      aria-rowindex={index + 2}
      aria-level={isInGroup ? 2 : undefined}
      aria-selected={isSelected}
      tabIndex={tabIndex}
      style={{ transform: `translateY(${start}px)` }}
      onKeyDown={handleKey}
      onFocus={() => onActive(entryKey)}
    >
      <div role="gridcell">
        <CheckBox
          label={t('Select {name}', { name })}
          isChecked={isSelected}
          tabIndex={tabIndex}
          onToggle={() => onToggle(name)}
        />
      </div>
      <div role="rowheader">
        {signs
          .filter((column) => !columns.includes(column))
          .map((column) => (
            <span key={column} className="name-sign">
              <ContainerCell {...cell} column={column} />
            </span>
          ))}
        <ContainerName name={name} tabIndex={tabIndex} />
        {!columns.includes(container.member === null ? 'engine' : 'member') && (
          <EngineBadge container={container} isShort />
        )}
      </div>
      {columns.map((column) => (
        <div key={column} role="gridcell" className={columnOf(column).isNumber ? 'number' : undefined}>
          <ContainerCell {...cell} column={column} />
        </div>
      ))}
      <div role="gridcell" className="row-actions">
        <RowActions container={container} isConnected={isConnected} busy={busy} tabIndex={tabIndex} onMenu={onMenu} />
      </div>
    </div>
  );
});
