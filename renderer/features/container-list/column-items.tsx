// SPDX-License-Identifier: Apache-2.0
/** The columns to choose from: those that are shown in their order, then the other ones. */

import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { CheckBox } from '../../ui/form/check-box.tsx';
import { moveColumn, toggleColumn } from './column-choice.ts';
import { columnOf, columns, type ColumnId } from './columns.ts';
import { t } from '../../lib/language/t.ts';

export interface ColumnChoiceProps {
  readonly chosen: readonly ColumnId[];
  readonly onChange: (chosen: readonly ColumnId[]) => void;
}

export function ColumnItems({ chosen, onChange }: ColumnChoiceProps) {
  const others = columns.map(({ id }) => id).filter((id) => !chosen.includes(id));
  return (
    <ul>
      {[...chosen, ...others].map((id) => (
        <ColumnItem key={id} id={id} chosen={chosen} onChange={onChange} />
      ))}
    </ul>
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
