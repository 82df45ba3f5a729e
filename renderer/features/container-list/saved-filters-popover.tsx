// SPDX-License-Identifier: Apache-2.0
/** Filters that were kept: to use one again, to keep the present one, to rename or forget one. */

import Close from '@mui/icons-material/Close';
import Edit from '@mui/icons-material/EditOutlined';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { RenameForm } from '../../ui/form/rename-form.tsx';
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
  const reason = (isEmpty ? t('There is no filter to save. Type one first.') : undefined) ?? problemOf(name.trim());

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
            <li key={one.name}>
              <RenameForm
                name={one.name}
                problemOf={problemOf}
                onRename={(name) => {
                  setRenamed(undefined);
                  if (name !== undefined) change(withNewName(filters, one, name));
                }}
              />
            </li>
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

function problemOf(name: string): string | undefined {
  return name === '' ? t('Give it a name first.') : undefined;
}
