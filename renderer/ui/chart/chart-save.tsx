// SPDX-License-Identifier: Apache-2.0
/** Saves a chart: its values, or a picture of it. */

import SaveAlt from '@mui/icons-material/SaveAlt';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { shellCan } from '../../lib/shell.ts';
import { ActionMenuItems } from '../actions/action-menu.tsx';

export type ChartForm = 'csv' | 'png';

interface ChartSaveProps {
  readonly title: string;
  readonly onSave: (form: ChartForm) => void;
}

const choices: readonly { readonly form: ChartForm; readonly label: string }[] = [
  { form: 'csv', label: t('Values (CSV)') },
  { form: 'png', label: t('Picture (PNG)') },
];

export function ChartSave({ title, onSave }: ChartSaveProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);

  function handleSave(form: ChartForm): void {
    // The menu is no part of the picture: it is gone in the frame after the next.
    requestAnimationFrame(() => requestAnimationFrame(() => onSave(form)));
  }

  return (
    <>
      <IconButton
        className="chart-save"
        size="small"
        aria-label={t('Save {title}', { title })}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <SaveAlt fontSize="inherit" />
      </IconButton>
      {anchor !== undefined && (
        <ActionMenuItems
          anchor={anchor}
          isAtOnce
          actions={choices
            .filter(({ form }) => form !== 'png' || shellCan('pictures'))
            .map(({ form, label }) => ({
              label,
              reason: undefined,
              run: () => handleSave(form),
            }))}
          onClose={() => setAnchor(undefined)}
        />
      )}
    </>
  );
}
