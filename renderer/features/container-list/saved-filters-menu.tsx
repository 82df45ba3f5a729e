// SPDX-License-Identifier: Apache-2.0
/** The button that opens the saved filters. */

import BookmarkBorder from '@mui/icons-material/BookmarkBorder';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { createPart } from '../../ui/part.tsx';
import { t } from '../../lib/language/t.ts';

const SavedFilters = createPart(async () => (await import('./saved-filters-popover.tsx')).SavedFiltersPopover);

interface SavedFiltersMenuProps {
  readonly filter: string;
  readonly onChoose: (filter: string) => void;
}

export function SavedFiltersMenu({ filter, onChoose }: SavedFiltersMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        className="tool-button"
        aria-label={t('Filters')}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <BookmarkBorder />
        <span>{t('Filters')}</span>
      </Button>
      {anchor !== undefined && (
        <SavedFilters anchor={anchor} filter={filter} onChoose={onChoose} onClose={() => setAnchor(undefined)} />
      )}
    </>
  );
}
