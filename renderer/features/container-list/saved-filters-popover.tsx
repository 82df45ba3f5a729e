// SPDX-License-Identifier: Apache-2.0
/** Filters that were kept: to use one again, to keep the present one, to rename or forget one. */

import Close from '@mui/icons-material/Close';
import Edit from '@mui/icons-material/EditOutlined';
import TextField from '@mui/material/TextField';
import { useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { remember, remembered } from '../../window/preferences.ts';
import { formatFilters, parseFilters, withFilter, withNewName, type SavedFilter } from './saved-filters.ts';
import { PopoverBelow } from '../../ui/popover-below.tsx';
import { t } from '../../lib/language/t.ts';

interface SavedFiltersPopoverProps {
  /** The button that opened it. */
  readonly anchor: HTMLElement;
  /** Holds the present filter. */
  readonly filter: string;
  readonly onChoose: (filter: string) => void;
  readonly onClose: () => void;
}

export function SavedFiltersPopover({ anchor, filter, onChoose, onClose }: SavedFiltersPopoverProps) {
  const [filters, setFilters] = useState(() => parseFilters(remembered('containers.filters')));
  const [name, setName] = useState('');
  const [renamed, setRenamed] = useState<SavedFilter | undefined>(undefined);
  const isEmpty = filter.trim() === '';
  const reason =
    (isEmpty ? t('There is no filter to save. Type one first.') : undefined) ??
    (name.trim() === '' ? t('Give it a name first.') : undefined);

  function change(next: readonly SavedFilter[]): void {
    setFilters(next);
    remember('containers.filters', formatFilters(next));
  }
  function save(): void {
    change(withFilter(filters, { name: name.trim(), filter }));
    setName('');
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (reason === undefined) save();
  }

  return (
    <PopoverBelow anchor={anchor} label={t('Saved filters')} className="columns-menu" onClose={onClose}>
      {filters.length === 0 && <p className="muted">{t('No filter has been saved.')}</p>}
      <ul>
        {filters.map((one) =>
          one.name === renamed?.name ? (
            <RenameItem
              key={one.name}
              name={one.name}
              onRename={(name) => {
                setRenamed(undefined);
                if (name !== undefined) change(withNewName(filters, one, name));
              }}
            />
          ) : (
            <li key={one.name}>
              <button
                type="button"
                className="saved-filter"
                onClick={() => {
                  onClose();
                  onChoose(one.filter);
                }}
              >
                <span className="truncate">{one.name}</span>
                <span className="mono muted truncate">{one.filter}</span>
              </button>
              <ActionButton
                label={t('Rename the filter {name}', { name: one.name })}
                isCompact
                icon={<Edit />}
                reason={undefined}
                onAction={() => setRenamed(one)}
              />
              <ActionButton
                label={t('Forget the filter {name}', { name: one.name })}
                isCompact
                icon={<Close />}
                reason={undefined}
                onAction={() => change(filters.filter((other) => other !== one))}
              />
            </li>
          ),
        )}
      </ul>
      <form onSubmit={handleSubmit}>
        <TextField
          label={t('Save this filter as')}
          value={name}
          placeholder={isEmpty ? t('no filter') : filter}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 60, spellCheck: false } }}
        />
        <ActionButton label={t('Save')} variant="outlined" reason={reason} onAction={save} />
      </form>
    </PopoverBelow>
  );
}

interface RenameItemProps {
  readonly name: string;
  /** Takes the new name; undefined when it stays as it is. */
  readonly onRename: (name: string | undefined) => void;
}

/** Enter keeps the new name, Escape the old one. */
function RenameItem({ name, onRename }: RenameItemProps) {
  const [typed, setTyped] = useState(name);
  const wanted = typed.trim();
  const reason = wanted === '' ? t('Give it a name first.') : undefined;

  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    if (reason === undefined) onRename(wanted);
  }
  function handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onRename(undefined);
  }

  return (
    <li>
      <form className="rename-filter" onSubmit={handleSubmit} onKeyDown={handleKey}>
        <TextField
          label={t('New name')}
          value={typed}
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 60, spellCheck: false } }}
        />
        <ActionButton label={t('Rename')} variant="outlined" reason={reason} onAction={() => onRename(wanted)} />
      </form>
    </li>
  );
}
