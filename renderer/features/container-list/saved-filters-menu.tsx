// SPDX-License-Identifier: Apache-2.0
/** Filters that were kept: to use one again, to keep the present one, to forget one. */

import BookmarkBorder from '@mui/icons-material/BookmarkBorder';
import Close from '@mui/icons-material/Close';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState, type SyntheticEvent } from 'react';
import { ActionButton } from '../../ui/action-button.tsx';
import { remember, remembered } from '../../window/preferences.ts';
import { formatFilters, parseFilters, withFilter, type SavedFilter } from './saved-filters.ts';
import { PopoverBelow } from '../../ui/popover-below.tsx';

interface SavedFiltersMenuProps {
  readonly filter: string;
  readonly onChoose: (filter: string) => void;
}

export function SavedFiltersMenu({ filter, onChoose }: SavedFiltersMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const [filters, setFilters] = useState(() => parseFilters(remembered('containers.filters')));
  const [name, setName] = useState('');
  const isEmpty = filter.trim() === '';
  const reason =
    (isEmpty ? 'There is no filter to save. Type one first.' : undefined) ??
    (name.trim() === '' ? 'Give it a name first.' : undefined);

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
    <>
      <Button
        variant="outlined"
        color="inherit"
        className="tool-button"
        aria-label="Filters"
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <BookmarkBorder />
        <span>Filters</span>
      </Button>
      <PopoverBelow anchor={anchor} label="Saved filters" className="columns-menu" onClose={() => setAnchor(undefined)}>
        {filters.length === 0 && <p className="muted">No filter has been saved.</p>}
        <ul>
          {filters.map((one) => (
            <li key={one.name}>
              <button
                type="button"
                className="saved-filter"
                onClick={() => {
                  setAnchor(undefined);
                  onChoose(one.filter);
                }}
              >
                <span className="truncate">{one.name}</span>
                <span className="mono muted truncate">{one.filter}</span>
              </button>
              <ActionButton
                label={`Forget the filter ${one.name}`}
                isCompact
                icon={<Close />}
                reason={undefined}
                onAction={() => change(filters.filter((other) => other !== one))}
              />
            </li>
          ))}
        </ul>
        <form onSubmit={handleSubmit}>
          <TextField
            label="Save this filter as"
            value={name}
            placeholder={isEmpty ? 'no filter' : filter}
            onChange={(event) => setName(event.target.value)}
            slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 60, spellCheck: false } }}
          />
          <ActionButton label="Save" variant="outlined" reason={reason} onAction={save} />
        </form>
      </PopoverBelow>
    </>
  );
}
