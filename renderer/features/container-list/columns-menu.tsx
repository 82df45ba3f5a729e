// SPDX-License-Identifier: Apache-2.0
/** Chooses which columns the list has, and in which order. The name is always there. */

import ViewColumn from '@mui/icons-material/ViewColumnOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { createPart } from '../../ui/part.tsx';
import type { ColumnChoiceProps } from './column-items.tsx';
import { PopoverBelow } from '../../ui/popover-below.tsx';
import { t } from '../../lib/language/t.ts';

const ColumnItems = createPart(async () => (await import('./column-items.tsx')).ColumnItems);

interface ColumnsMenuProps extends ColumnChoiceProps {
  readonly onReset: () => void;
}

export function ColumnsMenu({ chosen, onChange, onReset }: ColumnsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        className="tool-button"
        aria-label={t('Columns')}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <ViewColumn />
        <span>{t('Columns')}</span>
      </Button>
      <PopoverBelow anchor={anchor} label={t('Columns')} className="columns-menu" onClose={() => setAnchor(undefined)}>
        <p className="muted">{t('In a narrow window the last ones are left out.')}</p>
        <ColumnItems chosen={chosen} onChange={onChange} />
        <Button color="inherit" onClick={onReset}>
          {t('Reset')}
        </Button>
      </PopoverBelow>
    </>
  );
}
