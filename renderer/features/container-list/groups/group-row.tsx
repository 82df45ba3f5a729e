// SPDX-License-Identifier: Apache-2.0
/** Shows the heading of a group in the list: opens and collapses it, selects its containers, and acts on them. */

import type { KeyboardEvent } from 'react';
import { CheckBox } from '../../../ui/form/check-box.tsx';
import { RowButton } from '../row-button.tsx';
import type { ContainerGroup } from './list-entries.ts';
import { t } from '../../../lib/language/t.ts';
import './groups.css';

interface GroupRowProps {
  readonly group: ContainerGroup;
  readonly isOpen: boolean;
  /** Names of all that are selected. */
  readonly selected: ReadonlySet<string>;
  /** The entry that Tab leads to; the arrow keys lead to the others. */
  readonly isActive: boolean;
  /** Place in the list, 0 being the first, and pixels from its top. */
  readonly index: number;
  readonly start: number;
  readonly onToggle: () => void;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onActive: () => void;
  readonly onMenu: (button: HTMLElement) => void;
}

export function GroupRow({
  group: { tag, members },
  isOpen,
  selected,
  isActive,
  index,
  start,
  onToggle,
  onSelect,
  onActive,
  onMenu,
}: GroupRowProps) {
  const title = tag ?? t('No tag');
  const tabIndex = isActive ? 0 : -1;
  const chosen = members.filter(({ name }) => selected.has(name)).length;
  const running = members.filter(({ state }) => state === 'running').length;

  function handleSelect(): void {
    const next = new Set(selected);
    for (const { name } of members) next.delete(name);
    if (chosen < members.length) for (const { name } of members) next.add(name);
    onSelect(next);
  }
  function handleKey(event: KeyboardEvent<HTMLElement>): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === (isOpen ? 'ArrowLeft' : 'ArrowRight')) onToggle();
    else if (event.key === 'x' || event.key === ' ') handleSelect();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="row"
      className="container-row group-row"
      data-group={title}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={isOpen}
      aria-selected={chosen === members.length}
      tabIndex={tabIndex}
      style={{ transform: `translateY(${start}px)` }}
      onKeyDown={handleKey}
      onFocus={onActive}
    >
      <div role="gridcell">
        <CheckBox
          label={t('Select all of {title}', { title })}
          isChecked={chosen === members.length}
          isPartly={chosen > 0 && chosen < members.length}
          tabIndex={tabIndex}
          onToggle={handleSelect}
        />
      </div>
      <div role="rowheader" className="group-name">
        <button type="button" tabIndex={tabIndex} onClick={onToggle}>
          <span className="group-arrow" aria-hidden="true" />
          <span className={tag === undefined ? 'muted' : 'tag'}>{title}</span>
          <span className="muted">{countLabel(members.length, running)}</span>
        </button>
      </div>
      <div role="gridcell" className="row-actions">
        <RowButton
          label={t('Actions for all of {title}', { title })}
          icon="more"
          opensMenu
          tabIndex={tabIndex}
          onAction={onMenu}
        />
      </div>
    </div>
  );
}

function countLabel(count: number, running: number): string {
  return running === count
    ? t('{count, plural, one {# container} other {# containers}}, running', { count })
    : t('{count, plural, one {# container} other {# containers}}, {running} running', { count, running });
}
