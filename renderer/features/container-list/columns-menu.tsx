// SPDX-License-Identifier: Apache-2.0
/** Chooses which columns the list has, and in which order. The name is always there. */

import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import ViewColumn from '@mui/icons-material/ViewColumnOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { moveColumn, toggleColumn } from './column-choice.ts';
import { columnOf, columns, type ColumnId } from './columns.ts';
import { PopoverBelow } from '../../ui/popover-below.tsx';
import { t } from '../../lib/language/t.ts';

interface ColumnChoiceProps {
  readonly chosen: readonly ColumnId[];
  readonly onChange: (chosen: readonly ColumnId[]) => void;
}

interface ColumnsMenuProps extends ColumnChoiceProps {
  readonly onReset: () => void;
}

export function ColumnsMenu({ chosen, onChange, onReset }: ColumnsMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const others = columns.map(({ id }) => id).filter((id) => !chosen.includes(id));
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
        <ul>
          {[...chosen, ...others].map((id) => (
            <ColumnItem key={id} id={id} chosen={chosen} onChange={onChange} />
          ))}
        </ul>
        <Button color="inherit" onClick={onReset}>
          {t('Reset')}
        </Button>
      </PopoverBelow>
    </>
  );
}

function ColumnItem({ id, chosen, onChange }: ColumnChoiceProps & { readonly id: ColumnId }) {
  const { label } = columnOf(id);
  const place = chosen.indexOf(id);
  const absent = place === -1 ? t('It is not shown.') : undefined;
  return (
    <li>
      <CheckBox label={label} isChecked={place !== -1} onToggle={() => onChange(toggleColumn(chosen, id))} />
      <span className="column-label" aria-hidden="true" onClick={() => onChange(toggleColumn(chosen, id))}>
        {label}
      </span>
      <ActionButton
        label={t('Move {label} up', { label })}
        isCompact
        icon={<ArrowUpward />}
        reason={absent ?? (place === 0 ? t('It is the first.') : undefined)}
        onAction={() => onChange(moveColumn(chosen, id, -1))}
      />
      <ActionButton
        label={t('Move {label} down', { label })}
        isCompact
        icon={<ArrowDownward />}
        reason={absent ?? (place === chosen.length - 1 ? t('It is the last.') : undefined)}
        onAction={() => onChange(moveColumn(chosen, id, 1))}
      />
    </li>
  );
}
